import { hashed } from '../../platform/crypto/index.js';
import { type ProviderAccess, ProviderFault, type ProviderReason } from '../../staff/index.js';

const PATIENCE_MS = 10_000;
const SPARE_MS = 300_000;

/** https://developer.work.weixin.qq.com/document/path/90313 */
const USED_CODE = [40029, 41008];
const DEAD_TOKEN = [40014, 42001];
const BUSY = [-1, 45009];

interface Kept {
  token: string;
  until: number;
}

/** WeCom wants its secret and token in the address, so that no address may ever be logged or told. */
export async function askWecom<T>(
  { settings }: ProviderAccess,
  path: string,
  query: Record<string, string>,
): Promise<T> {
  const base = (settings.apiUrl ?? '').replace(/\/+$/, '');
  const answer = await read(`${base}/cgi-bin/${path}?${new URLSearchParams(query).toString()}`);
  const { errcode } = answer as { errcode?: unknown };
  if (errcode !== 0) throw refusal(typeof errcode === 'number' ? errcode : undefined);
  return answer as T;
}

/** Access tokens live for two hours, and asking too often is refused. */
export class WecomTokens {
  private readonly kept = new Map<string, Kept>();

  /** A token that died early is fetched once more. */
  async with<T>(access: ProviderAccess, work: (token: string) => Promise<T>): Promise<T> {
    const known = this.kept.get(nameOf(access));
    if (!known || known.until < performance.now()) return work(await this.fresh(access));
    try {
      return await work(known.token);
    } catch (error) {
      if (!isDead(error)) throw error;
      return work(await this.fresh(access));
    }
  }

  async fresh(access: ProviderAccess): Promise<string> {
    const query = { corpid: access.settings.corpId ?? '', corpsecret: access.secret };
    const asked = await askWecom<{ access_token?: string; expires_in?: number }>(access, 'gettoken', query);
    const { access_token: token, expires_in: seconds = 0 } = asked;
    if (!token) throw new ProviderFault('unreachable', 'no_token');
    this.kept.set(nameOf(access), { token, until: performance.now() + seconds * 1000 - SPARE_MS });
    return token;
  }
}

function nameOf({ settings, secret }: ProviderAccess): string {
  return hashed(JSON.stringify([settings.apiUrl, settings.corpId, secret]));
}

async function read(address: string): Promise<unknown> {
  try {
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new ProviderFault('unreachable', `wecom_http_${response.status}`);
    return (await response.json()) ?? {};
  } catch (error) {
    if (error instanceof ProviderFault) throw error;
    throw new ProviderFault('unreachable', 'no_answer');
  }
}

function refusal(code: number | undefined): ProviderFault {
  return new ProviderFault(reasonOf(code), `wecom_${code ?? 'unreadable'}`);
}

function reasonOf(code: number | undefined): ProviderReason {
  if (code === undefined || BUSY.includes(code)) return 'unreachable';
  return USED_CODE.includes(code) ? 'untrusted' : 'misconfigured';
}

function isDead(error: unknown): boolean {
  return error instanceof ProviderFault && DEAD_TOKEN.some((code) => error.code === `wecom_${code}`);
}
