import { AppError } from '../../platform/http/index.js';

/** A form that was refused: the act it was for, what was typed, and what is said about it. */
export interface Refused {
  status: number;
  act: string;
  values: Record<string, string>;
  /** Codes of `problem.*` by field. */
  errors: Record<string, string>;
  /** A sentence over the page, where the fault is not one field's: a key with its values, and since when it is so. */
  told: { key: string; values: Record<string, unknown>; at: Date | null } | null;
}

/** Refusals with a sentence of their own in the locale files, under `refused`. */
const KNOWN = [
  'already_claimed',
  'not_allowed_now',
  'not_your_department',
  'not_your_customer',
  'not_your_delivery',
  'refund_standing',
  'conversation_free',
  'handoff_open',
  'escalation_open',
  'handoff_answered',
  'handoff_not_found',
  'finance_only',
  'own_request',
  'refund_decided',
  'refund_changed',
  'refund_not_open',
  'already_paid',
  'voucher_used',
  'changed_meanwhile',
  'no_identity',
  'conversation_ended',
  'conversation_not_found',
  'delivery_not_open',
  'not_a_refund_ticket',
];

/** What a form says after an error that people can cause; any other error is thrown on. */
export function refusedBy(error: unknown, act: string, values: Record<string, string>): Refused {
  if (!(error instanceof AppError) || error.status === 401) throw error;
  const { fields } = error.details;
  const wrong = Object.keys(fields ?? {});
  const errors = Object.fromEntries(wrong.map((field) => [field, fault(act, field, values[field])]));
  const told = wrong.length > 0 ? null : sentenceOf(error);
  return { status: error.status, act, values, errors, told };
}

/** An empty field only has to be filled in; what else can be wrong with one depends on the form. */
function fault(act: string, field: string, value = ''): string {
  return value.trim() === '' ? 'required' : `${act}_${field}`;
}

function sentenceOf({ code, message, details }: AppError): Refused['told'] {
  const { holder, by, claimedAt, at, status, state, voucher } = details;
  const person = (holder ?? by) as { name?: string } | undefined;
  const since = claimedAt ?? at;
  return {
    key: KNOWN.includes(code) ? `refused.${code}` : 'refused.other',
    values: { name: person?.name ?? '', status, state, voucher, sentence: message },
    at: since instanceof Date ? since : null,
  };
}
