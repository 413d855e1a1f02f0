import { NotSent, Unanswered } from './api-errors.js';

const TIME_OUT_MS = 5000;

// Errors with these codes occur before or during connecting, so nothing was sent.
const NO_TRUST = /^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_SSL|ERR_INVALID_URL)/;
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export interface Exchange {
  url: string;
  body?: object;
  form?: FormData;
  limit: number;
}

/**
 * Makes one HTTP call within 5 s. Throws `NotSent` if nothing can have reached the other side, and otherwise
 * `Unanswered`. Neither error contains the URL, because it carries the access token.
 */
export async function exchange({ url, body, form, limit }: Exchange): Promise<Buffer> {
  const json = body ? asJson(body) : {};
  const response = await request(url, form ? { method: 'POST', body: form } : json);
  if (response.status !== 200) {
    await response.body?.cancel();
  }
  if (response.status >= 500) {
    throw new Unanswered(`The server answered ${response.status}`);
  }
  if (response.status !== 200) {
    throw new NotSent(`The server answered ${response.status}`);
  }
  return limited(response, limit);
}

/** Returns the time of the other side's clock, whatever else it answers. Throws as `exchange` does. */
export async function timeAt(url: string): Promise<Date | undefined> {
  const response = await request(url, {});
  await response.body?.cancel();
  const time = Date.parse(response.headers.get('date') ?? '');
  return Number.isNaN(time) ? undefined : new Date(time);
}

async function request(url: string, init: RequestInit): Promise<Response> {
  const signal = AbortSignal.timeout(TIME_OUT_MS);
  try {
    return await fetch(url, { signal, redirect: 'manual', ...init });
  } catch (error) {
    const code = codeOf(error);
    throw NEVER_CONNECTED.has(code) || NO_TRUST.test(code) ? new NotSent(code) : new Unanswered(code);
  }
}

// WeChat shows escapes literally, so Chinese, < > and & must stay as they are. JSON.stringify keeps them.
function asJson(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const { code, name } = cause as { code?: unknown; name?: unknown };
  return String(typeof code === 'string' ? code : name);
}

async function limited(response: Response, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > limit) {
        throw new RangeError('too long');
      }
      chunks.push(chunk);
    }
  } catch (error) {
    throw new Unanswered(`The answer could not be read: ${codeOf(error)}`);
  }
  return Buffer.concat(chunks);
}
