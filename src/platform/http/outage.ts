import type { Refusal } from './refusal.js';

const AWAY: Refusal = { status: 503, code: 'database_away', details: { retryAfter: 5 } };
const BUSY: Refusal = { status: 503, code: 'busy', details: { retryAfter: 2 } };
const FULL: Refusal = { status: 507, code: 'disk_full', details: { retryAfter: 60 } };

/** PostgreSQL's classes and codes, and those of the system when it does not answer at all. */
const REFUSALS: [codes: RegExp, refusal: Refusal][] = [
  // A connection failed, or the server stops, crashed or starts.
  [/^(08\w{3}|57P0[1-5])$/, AWAY],
  [/^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/, AWAY],
  [/^(EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN)$/, AWAY],
  // It is being recovered, or only its standby is left, which takes no write.
  [/^25006$/, AWAY],
  // There are too many connections, a statement took too long, or others held the rows again and again.
  [/^(53300|53400|57014|55P03|25P03|40001|40P01)$/, BUSY],
  [/^(53100|ENOSPC|EDQUOT|EFBIG)$/, FULL],
  // Its memory is used up.
  [/^53\w{3}$/, BUSY],
];

/** The driver reports these without a code. Of a connection that broke between two statements it says the last one. */
const SENTENCES: [sentence: RegExp, refusal: Refusal][] = [
  [/timeout exceeded when trying to connect/, BUSY],
  // A server that has ended took its socket away.
  [/^connect ENOENT /, AWAY],
  [/Connection terminated|connection error and is not queryable|Client was closed/, AWAY],
  [/^Query runner already released/, AWAY],
  [/Query read timeout/, BUSY],
];

/** Tells how to answer where what we stand on is away, busy or full, and undefined where the fault is our own. */
export function outageOf(error: unknown): Refusal | undefined {
  for (const one of withCauses(error)) {
    const found = byCode(one) ?? bySentence(one);
    if (found) return found;
  }
  return undefined;
}

/** A name with several addresses gives one error per address, and TypeORM puts the driver's error inside its own. */
function withCauses(error: unknown): unknown[] {
  if (error instanceof AggregateError) return [error, ...error.errors.flatMap(withCauses)];
  const inner = (error as { driverError?: unknown } | null | undefined)?.driverError;
  return inner === undefined || inner === error ? [error] : [error, ...withCauses(inner)];
}

function byCode(error: unknown): Refusal | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  if (typeof code !== 'string') return undefined;
  return REFUSALS.find(([codes]) => codes.test(code))?.[1];
}

function bySentence(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined;
  return SENTENCES.find(([sentence]) => sentence.test(error.message))?.[1];
}
