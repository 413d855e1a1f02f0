import { AppError } from './errors.js';
import { outageOf } from './outage.js';

/** Of each kind people read the sentence `failure.<kind>`. */
export const FAILURES = [
  'busy',
  'database_away',
  'disk_full',
  'held',
  'mail_server',
  'network',
  'program',
  'refused',
  'robot',
  'storage_failed',
  'storage_full',
  'wechat',
] as const;
export type FailureKind = (typeof FAILURES)[number];

const KNOWN = new Set<string>(FAILURES);
const NETWORK =
  /^(ECONN\w+|EHOST\w+|ENET\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|UND_ERR_\w+|TimeoutError|AbortError)$/;
const MAIL = /^(EAUTH|EENVELOPE|EMESSAGE|ESOCKET|ECONNECTION|ETLS|EDNS|EPROTOCOL)$/;
const MOST_CHARACTERS = 2000;

/** What failed some time ago and is listed for people: `said` is the exception's own text, which is for experts. */
export interface Failure {
  failure: FailureKind;
  said: string;
}

/** Tells people what kind of thing went wrong. What nobody foresaw is a mistake of the program. */
export function failureOf(error: unknown): FailureKind {
  const { failure } = (error ?? {}) as { failure?: unknown };
  if (typeof failure === 'string' && KNOWN.has(failure)) return failure as FailureKind;
  if (error instanceof AppError) return KNOWN.has(error.code) ? (error.code as FailureKind) : 'refused';
  const outage = outageOf(error)?.code;
  if (outage !== undefined) return outage as FailureKind;
  return outsideOf(error) ?? 'program';
}

/** As a column of a table keeps it, which `readFailure` takes apart again. */
export function keptFailure(error: unknown): string {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `${failureOf(error)}: ${said}`.replaceAll('\0', '').slice(0, MOST_CHARACTERS);
}

/** What was kept before failures had kinds is a text without one. */
export function readFailure(kept: string): Failure {
  const [, kind = '', said = ''] = /^(\w+): ([^]*)$/.exec(kept) ?? [];
  return KNOWN.has(kind) ? { failure: kind as FailureKind, said } : { failure: 'program', said: kept };
}

function outsideOf(error: unknown): FailureKind | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, name, cause } = error as NodeJS.ErrnoException;
  const words = [code ?? '', name];
  if (words.some((word) => MAIL.test(word))) return 'mail_server';
  if (words.some((word) => NETWORK.test(word))) return 'network';
  return cause === undefined || cause === error ? undefined : outsideOf(cause);
}
