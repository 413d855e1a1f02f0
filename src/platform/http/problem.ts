import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { AppError } from './errors.js';

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

type Told = Pick<Problem, 'status' | 'code' | 'detail'> & { details?: Record<string, unknown> };

const BUSY: Told = {
  status: 503,
  code: 'busy',
  detail: 'Too much at once. Try again in a moment.',
  details: { retryAfter: 2 },
};
/** This is the message of pg-pool when no connection became free in time. The error has no code. */
const NO_CONNECTION = 'timeout exceeded when trying to connect';

const UNKNOWN: Told = {
  status: 500,
  code: 'internal',
  detail: 'Something broke on our side. Try again; if it stays, give the request id to your administrator.',
};

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

export function problemOf(error: unknown, requestId: string): Problem {
  const { details, status, code, detail } = tell(error);
  return {
    ...details,
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    requestId,
  };
}

function tell(error: unknown): Told {
  if (error instanceof AppError) {
    return { status: error.status, code: error.code, detail: error.message, details: error.details };
  }
  if (error instanceof HttpException && error.getStatus() < 500) return tellOfFramework(error);
  if (UNSTORABLE_TEXT.includes(property(error, 'code'))) {
    return {
      status: 400,
      code: 'unreadable_text',
      detail: 'The text holds a character that cannot be stored.',
    };
  }
  if (error instanceof Error && error.message.includes(NO_CONNECTION)) return BUSY;
  return UNKNOWN;
}

function tellOfFramework(error: HttpException): Told {
  const given = error.getStatus();
  const code =
    CAUSES[property(error.cause, 'type')] ??
    CAUSES[property(error.cause, 'code')] ??
    CODES[given] ??
    'refused';
  // The form reader reports too many fields as a body that is too large, but a smaller body would not help.
  const status = code === 'too_many_fields' ? 400 : given;
  return { status, code, detail: sentence(code, error) };
}

function sentence(code: string, error: HttpException): string {
  if (code === 'csrf') return 'This form is out of date. Load the page again and repeat.';
  if (code === 'malformed_json') return 'The body is not valid JSON.';
  if (code === 'too_many_fields') return 'The body has too many fields.';
  if (code === 'too_deep') return 'The body is nested too deep.';
  if (code === 'not_found') return 'There is nothing at this address.';
  return error.message;
}

function property(value: unknown, name: string): string {
  const found = (value as Record<string, unknown> | null | undefined)?.[name];
  return typeof found === 'string' ? found : '';
}
