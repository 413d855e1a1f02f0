import { type FieldFault, Invalid } from '../platform/http/index.js';
import { isUnseen, masked } from '../platform/reading/index.js';
import type { Fields } from './ticket.js';

/** Lengths are counted in characters. */
const LONGEST_SUBJECT = 200;
const LONGEST_FIELD = 500;
const LONGEST_WORDS = 5000;

export function subjectFault(typed: string): FieldFault | undefined {
  return faultOf(subjectOf(typed), LONGEST_SUBJECT);
}

/** Lists and notices show subjects, so no personal number stands there. */
export function subjectOf(typed: string): string {
  return masked(typed.trim());
}

export function wordsFault(typed: string): FieldFault | undefined {
  return faultOf(typed.trim(), LONGEST_WORDS);
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

/** Personal numbers are not kept in fields. What a member types as the order is taken for one. */
export function fieldsOf(typed: Fields): Fields {
  return Object.fromEntries(
    Object.entries(typed).map(([field, value]) => [field, field === 'order' ? value : masked(value)]),
  );
}

function faultOf(text: string, longest: number): FieldFault | undefined {
  return isUnseen(text) ? 'required' : lengthFault(text, longest);
}

function lengthFault(text: string, longest: number): FieldFault | undefined {
  return [...text].length > longest ? `too_long:${longest}` : undefined;
}
