import { outageOf, sentenceOf } from '../platform/http/index.js';
import { terminal } from '../start/terminal.js';

/** What the system, the network or PostgreSQL tells. `path` and `address` say what it is about. */
interface Told {
  code: string;
  message: string;
  path?: string;
  address?: string;
  port?: number;
}

const SENTENCES: [codes: RegExp, sentence: (told: Told) => string][] = [
  [/^(EACCES|EPERM|EROFS)$/, (told) => `${placeOf(told)} may not be read or written by this user`],
  [/^(ENOSPC|EDQUOT|EFBIG|53100)$/, (told) => `No space is left on ${placeOf(told)}`],
  [/^EEXIST$/, (told) => `${placeOf(told)} exists already and was left as it is`],
  [/^ENOENT$/, (told) => (told.address ? silence(told) : `${placeOf(told)} does not exist`)],
  [/^(EISDIR|ENOTDIR)$/, (told) => `${placeOf(told)} is a folder where a file is wanted, or the reverse`],
  [/^(EMFILE|ENFILE|ENOMEM)$/, () => 'This machine has too little left for the command'],
  [/^(28\w{3}|3D000|42501)$/, ({ message }) => `The database does not allow it: ${message}`],
  [/^(ECONN\w+|EHOST\w+|ENET\w+|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|UND_ERR_\w+)$/, silence],
];

/** One sentence where what the command stands on is missing, full or away. Undefined where the fault is our own. */
export function outsideOf(error: unknown): string | undefined {
  for (const told of withCauses(error).filter(isTold)) {
    const known = SENTENCES.find(([codes]) => codes.test(told.code));
    if (known) return `${known[1](told)} (${told.code}).`;
  }
  const outage = outageOf(error);
  return outage && sentenceOf(outage, terminal(), 'program');
}

function placeOf({ path }: Told): string {
  return path ?? 'the disk';
}

function silence({ address, port }: Told): string {
  const place = [address, port].filter((part) => part !== undefined).join(':');
  return place === '' ? 'The network or the database does not answer' : `Nothing answers at ${place}`;
}

/** A name with several addresses gives one error for each, and libraries put the error of the system inside theirs. */
function withCauses(error: unknown): unknown[] {
  if (typeof error !== 'object' || error === null) return [];
  const { cause, driverError, errors } = error as Record<'cause' | 'driverError' | 'errors', unknown>;
  const inner = [cause, driverError, ...(Array.isArray(errors) ? errors : [])] as unknown[];
  return [error, ...inner.filter((one) => one !== error).flatMap(withCauses)];
}

function isTold(error: unknown): error is Told {
  return typeof (error as { code?: unknown }).code === 'string';
}
