import { type FieldFault, Invalid } from '../platform/http/index.js';
import type { Fields } from './ticket.js';

/** Lengths are counted in characters. */
const LONGEST_SUBJECT = 200;
const LONGEST_FIELD = 500;
const LONGEST_WORDS = 5000;

export function subjectFault(typed: string): FieldFault | undefined {
  return typed.trim() === '' ? 'required' : lengthFault(typed.trim(), LONGEST_SUBJECT);
}

export function wordsFault(typed: string): FieldFault | undefined {
  return typed.trim() === '' ? 'required' : lengthFault(typed.trim(), LONGEST_WORDS);
}

export function wordsOf(field: string, typed: string): string {
  Invalid.any({ [field]: wordsFault(typed) });
  return typed.trim();
}

export function fieldFaults(fields: Fields): Record<string, FieldFault | undefined> {
  const faults = Object.entries(fields).map(([field, value = '']) => [
    field,
    lengthFault(value, LONGEST_FIELD),
  ]);
  return Object.fromEntries(faults) as Record<string, FieldFault | undefined>;
}

function lengthFault(text: string, longest: number): FieldFault | undefined {
  return [...text].length > longest ? `too_long:${longest}` : undefined;
}
