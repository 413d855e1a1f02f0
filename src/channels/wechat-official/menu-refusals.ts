import { ApiError } from './api/api-errors.js';
import { outcomeOf } from './send-outcome.js';

type Row = [codes: number[], reason: string];

const ROWS: Row[] = [
  [[40015, 40017, 40025], 'menu_type'],
  [[40016, 40023, 40024], 'menu_count'],
  [[40018, 40026], 'menu_name'],
  [[40019, 40027], 'menu_key'],
  [[40020, 40028], 'menu_url'],
  [[40054, 40055], 'menu_domain'],
  [[65301], 'menu_none'],
];
const REASONS = new Map(ROWS.flatMap(([codes, reason]) => codes.map((code) => [code, reason])));

/** The result is a text that `explainReason` can explain. Throws the error again if it is our own fault. */
export function menuRefusal(error: unknown): string {
  const reason = error instanceof ApiError ? REASONS.get(error.code) : undefined;
  if (error instanceof ApiError && reason)
    return `${reason} ${error.code}${error.rid ? ` rid:${error.rid}` : ''}`;
  const outcome = outcomeOf(error, 'customer_message');
  return outcome.state === 'accepted' ? 'unknown_code' : outcome.reason;
}
