import { AppError, type Told, toldOf } from '../../platform/http/index.js';
import type { Typed } from './typed.js';

/** A form that was refused: which, what was typed, and what is said about it. */
export interface Refused {
  status: number;
  /** The form's name, as `@Form` gives it. */
  act: string;
  /** The parameters of its address: of several forms of one kind, which. */
  params: Record<string, string>;
  values: Typed;
  /** Codes of `problem.*` by path; the path is the name of the field. */
  errors: Record<string, string>;
  /** Over the form or the page, where the fault is not one field's. */
  told: Told | null;
}

/** A form that nobody refused, open as it was typed. */
export function asTyped(values: Typed): Refused {
  return { status: 200, act: '', params: {}, values, errors: {}, told: null };
}

type Sent = Pick<Refused, 'act' | 'params' | 'values'>;

/** What a form says after an error that people can cause; any other is thrown on. */
export function refusedBy(error: unknown, sent: Sent): Refused {
  if (!(error instanceof AppError) || error.status === 401 || error.status >= 500) throw error;
  const errors = (error.details.fields ?? {}) as Record<string, string>;
  const told = Object.keys(errors).length > 0 ? null : toldOf(error.code, error.details);
  return { ...sent, status: error.status, errors, told };
}
