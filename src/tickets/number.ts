import { NotFound } from '../platform/http/index.js';

/** Formats the number as people see it, for example `T100001`. */
export function numberOf(ticket: { number: string }): string {
  return `T${ticket.number}`;
}

/**
 * Reads a number: `T100001`, `t100001` and `100001` are the same. Throws `NotFound` for anything that cannot be a
 * number.
 */
export function parseNumber(text: string): string {
  const digits = /^\s*t?(\d{1,15})\s*$/i.exec(text.normalize('NFKC'))?.[1];
  if (!digits) throw new NotFound('ticket_not_found');
  return digits;
}
