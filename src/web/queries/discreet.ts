import { holdsPersonal, masked } from '../../platform/reading/index.js';

interface Texts {
  text: string;
  content: Record<string, unknown>;
}

/** Masks the personal numbers in what a message says: its text, the words about a link, choices. */
export function discreet<Row extends Texts>(row: Row): Row & { holdsPersonal: boolean } {
  const { description, choices } = row.content;
  const said = [row.text, ...wordsIn([description, choices])];
  if (!said.some(holdsPersonal)) return { ...row, holdsPersonal: false };
  const content = { ...row.content, ...maskedIn({ description, choices }) };
  return { ...row, text: masked(row.text), content, holdsPersonal: true };
}

function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : [];
}

function maskedIn<Value>(value: Value): Value {
  if (typeof value === 'string') return masked(value) as Value;
  if (Array.isArray(value)) return value.map(maskedIn) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, maskedIn(part)])) as Value;
}
