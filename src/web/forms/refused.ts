import { AppError, type Told, toldOf } from '../../platform/http/index.js';
import type { Typed } from './typed.js';

export interface Refused {
  status: number;
  act: string;
  /** If there are several forms of one kind, the parameters of the address tell which one was sent. */
  params: Record<string, string>;
  values: Typed;
  /** These are codes of `problem.*` by path. The path is the name of the field. */
  errors: Record<string, string>;
  /** This message stands above the form or page if the fault does not belong to one field. */
  told: Told | null;
}

export function asTyped(values: Typed): Refused {
  return { status: 200, act: '', params: {}, values, errors: {}, told: null };
}

type Sent = Pick<Refused, 'act' | 'params' | 'values'>;

/** Throws the error again unless people can cause it. */
export function refusedBy(error: unknown, sent: Sent): Refused {
  if (!(error instanceof AppError) || error.status === 401 || error.status >= 500) throw error;
  const errors = (error.details.fields ?? {}) as Record<string, string>;
  const told = Object.keys(errors).length > 0 ? null : toldOf(error.code, error.details);
  return { ...sent, status: error.status, errors, told };
}
