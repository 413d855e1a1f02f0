import { NotFound } from '../platform/http/index.js';
import { readable } from '../platform/reading/index.js';

export function numberOf(ticket: { number: string }): string {
  return `T${ticket.number}`;
}

/** Reads `T100001`, `t100001` and `100001` as the same number. Throws `NotFound` for anything else. */
export function parseNumber(text: string): string {
  const digits = /^\s*t?(\d{1,15})\s*$/i.exec(readable(text))?.[1];
  if (!digits) throw new NotFound('ticket_not_found');
  return digits;
}
