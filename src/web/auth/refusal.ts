import { AppError } from '../../platform/http/index.js';

/** What a form shows when it was refused: a code of the locale files for the whole, and one per field. */
export interface ShownRefusal {
  status: number;
  error: string;
  errors: Record<string, unknown>;
  /** Seconds until it may be tried again. */
  retryAfter?: unknown;
}

/** For the form to show beside what was typed; what is not meant for people is thrown on. */
export function shown(error: unknown): ShownRefusal {
  if (!(error instanceof AppError)) throw error;
  const { fields, retryAfter } = error.details;
  return { status: error.status, error: error.code, errors: named(fields, error.code), retryAfter };
}

/** A fault with a name of its own is shown in the reader's language. */
function named(fields: unknown, code: string): Record<string, unknown> {
  const sentences = Object.entries((fields ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    sentences.map(([field, sentence]) => [field, code === 'invalid' ? sentence : code]),
  );
}
