import * as oidc from 'openid-client';
import { hashed } from '../../platform/crypto/index.js';
import { ProviderFault } from '../../staff/index.js';
import { asProviderFault } from './oidc-faults.js';

const PATIENCE_SECONDS = 10;
const KEPT_MS = 600_000;

interface Kept {
  at: number;
  server: oidc.Configuration;
}

/** What issuers say of themselves, kept for ten minutes. */
export class Discoveries {
  private readonly kept = new Map<string, Kept>();

  async of(settings: Record<string, string>, secret: string): Promise<oidc.Configuration> {
    const key = hashed(JSON.stringify([settings.issuer, settings.clientId, secret]));
    const known = this.kept.get(key);
    if (known && performance.now() - known.at < KEPT_MS) return known.server;
    const server = await discover(settings, secret);
    this.forgetOld();
    this.kept.set(key, { at: performance.now(), server });
    return server;
  }

  /** Asks anew, and also for the keys with which tokens are signed. */
  async check(settings: Record<string, string>, secret: string): Promise<void> {
    const server = await discover(settings, secret);
    const { jwks_uri: keys, authorization_endpoint: page, token_endpoint: tokens } = server.serverMetadata();
    if (!keys || !page || !tokens) throw new ProviderFault('misconfigured', 'incomplete_discovery');
    const signal = AbortSignal.timeout(PATIENCE_SECONDS * 1000);
    const response = await fetch(keys, { redirect: 'error', signal });
    const found = response.ok ? ((await response.json()) as { keys?: unknown[] }) : {};
    if (!Array.isArray(found.keys) || found.keys.length === 0)
      throw new ProviderFault('misconfigured', `keys_http_${response.status}`);
  }

  private forgetOld(): void {
    for (const [key, { at }] of this.kept) if (performance.now() - at >= KEPT_MS) this.kept.delete(key);
  }
}

/**
 * The library trusts an ID token that it fetched itself without looking at its signature, unless it is told to. Only
 * the demonstration has an issuer without https, which is on its own machine.
 */
async function discover(settings: Record<string, string>, secret: string): Promise<oidc.Configuration> {
  const issuer = new URL(settings.issuer ?? '');
  const insecure = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
  try {
    return await oidc.discovery(issuer, settings.clientId ?? '', secret, undefined, {
      timeout: PATIENCE_SECONDS,
      execute: [oidc.enableNonRepudiationChecks, ...insecure],
    });
  } catch (error) {
    throw withoutPerson(asProviderFault(error));
  }
}

/** No person is involved yet, so that an answer which cannot be trusted is a wrong setting. */
function withoutPerson(fault: unknown): unknown {
  const isWrong = fault instanceof ProviderFault && fault.reason === 'untrusted';
  return isWrong ? new ProviderFault('misconfigured', fault.code) : fault;
}
