import * as oidc from 'openid-client';
import { ProviderFault } from '../../staff/index.js';

/** The program itself is refused, whoever the person is. */
const OURS = [
  'invalid_client',
  'unauthorized_client',
  'invalid_scope',
  'unsupported_response_type',
  'invalid_request',
];
/** The library says so where nobody answered in time or the answer is none of an issuer. */
const AWAY = ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON'];

/** Anything else is a fault of ours and is returned as it is. */
export function asProviderFault(error: unknown): unknown {
  if (error instanceof ProviderFault) return error;
  if (error instanceof oidc.AuthorizationResponseError)
    return new ProviderFault(OURS.includes(error.error) ? 'misconfigured' : 'denied', wordOf(error.error));
  if (error instanceof oidc.ResponseBodyError)
    return new ProviderFault(OURS.includes(error.error) ? 'misconfigured' : 'untrusted', wordOf(error.error));
  if (error instanceof oidc.WWWAuthenticateChallengeError)
    return new ProviderFault('misconfigured', `http_${error.status}`);
  if (error instanceof oidc.ClientError) {
    const { code = 'unknown' } = error;
    return new ProviderFault(AWAY.includes(code) ? 'unreachable' : 'untrusted', code);
  }
  if (error instanceof TypeError || isTimeout(error)) return new ProviderFault('unreachable', 'no_answer');
  return error;
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

/** The word comes from outside and goes to the log and to administrators. */
function wordOf(error: string): string {
  return error.replace(/[^\w.-]/g, '').slice(0, 60) || 'unknown';
}
