import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { AppError } from './errors.js';
import { outageOf } from './outage.js';
import type { Refusal } from './refusal.js';

export type { Refusal } from './refusal.js';

/** The caller gets an error in this form (RFC 9457). `code` is stable; `detail` is a sentence. */
export interface Problem {
  type: 'about:blank';
  title: string;
  status: number;
  code: string;
  detail: string;
  requestId: string;
  [fact: string]: unknown;
}

const UNKNOWN: Refusal = { status: 500, code: 'internal', details: {} };

const CODES: Record<number, string> = {
  400: 'bad_request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'too_large',
  415: 'unsupported_media_type',
};
const CAUSES: Record<string, string> = {
  'entity.parse.failed': 'malformed_json',
  'parameters.too.many': 'too_many_fields',
  'querystring.parse.rangeError': 'too_deep',
  EBADCSRFTOKEN: 'csrf',
};
/** PostgreSQL reports a text with U+0000 by these codes. No column can store one. */
const UNSTORABLE_TEXT = ['22021', '22P05'];

export function problemOf(
  { status, code, details }: Refusal,
  said: Pick<Problem, 'detail' | 'requestId'>,
): Problem {
  const title = STATUS_CODES[status] ?? 'Error';
  return { ...details, type: 'about:blank', title, status, code, ...said };
}

export function refusalOf(error: unknown): Refusal {
  if (error instanceof AppError) return { status: error.status, code: error.code, details: error.details };
  if (error instanceof HttpException && error.getStatus() < 500) return refusalOfFramework(error);
  if (UNSTORABLE_TEXT.includes(property(error, 'code'))) {
    return { status: 400, code: 'unreadable_text', details: {} };
  }
  return outageOf(error) ?? UNKNOWN;
}

function refusalOfFramework(error: HttpException): Refusal {
  const given = error.getStatus();
  const code =
    CAUSES[property(error.cause, 'type')] ??
    CAUSES[property(error.cause, 'code')] ??
    CODES[given] ??
    'refused';
  // The form reader reports too many fields as a body that is too large, but a smaller body would not help.
  const status = code === 'too_many_fields' ? 400 : given;
  return { status, code, details: {} };
}

function property(value: unknown, name: string): string {
  const found = (value as Record<string, unknown> | null | undefined)?.[name];
  return typeof found === 'string' ? found : '';
}
