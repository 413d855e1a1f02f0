import { AppError } from '../../platform/http/index.js';

/**
 * Holds a form as the partial `field` shows it: what was typed, a code or sentence per field, and `error` for the whole
 * form.
 */
export interface FormState {
  values: object;
  errors: Record<string, unknown>;
  error?: string;
}

/**
 * Returns the form after its refusal and the status to answer with. An error that is not meant for people is thrown
 * again. `fields` says which field a code is about when the refusal itself names none: `{ email_taken: 'email' }`.
 */
export function refused(
  error: unknown,
  values: object,
  fields: Record<string, string> = {},
): { status: number; form: FormState } {
  const { status, error: code, errors } = shown(error);
  const field = fields[code];
  if (field) return { status, form: { values, errors: { [field]: code } } };
  const named = Object.keys(errors).length > 0;
  return { status, form: { values, errors, ...(named ? {} : { error: code }) } };
}

function shown(error: unknown): { status: number; error: string; errors: Record<string, unknown> } {
  if (!(error instanceof AppError)) throw error;
  const fields = (error.details.fields ?? {}) as Record<string, unknown>;
  return { status: error.status, error: error.code, errors: fields };
}
