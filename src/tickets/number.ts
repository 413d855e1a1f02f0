import { NotFound } from '../platform/http/index.js';

/** The number as people see it, e.g. `T100001`. */
export function numberOf(ticket: { number: string }): string {
  return `T${ticket.number}`;
}

/** `T100001`, `t100001` and `100001` are one number. Throws NotFound for anything that cannot be one. */
export function parseNumber(text: string): string {
  const digits = /^\s*t?(\d{1,15})\s*$/i.exec(text.normalize('NFKC'))?.[1];
  if (!digits) throw new NotFound('ticket_not_found', 'There is no such ticket.');
  return digits;
}
