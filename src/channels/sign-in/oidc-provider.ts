import * as oidc from 'openid-client';
import type { FieldFault } from '../../platform/http/index.js';
import { type Attempt, type Claims, type IdentityProvider, type ProviderAccess } from '../../staff/index.js';
import { isSafeAddress } from './addresses.js';
import { claimsOf, together } from './oidc-claims.js';
import { Discoveries } from './oidc-discoveries.js';
import { asProviderFault } from './oidc-faults.js';

const LONGEST = 500;
const USUAL_SCOPE = 'openid email profile';

/** Everything that speaks OpenID Connect: Keycloak, Entra ID, Okta, Authing and others. */
export class OidcProvider implements IdentityProvider {
  readonly kind = 'oidc';
  readonly fields = [
    { name: 'issuer', fixed: true, required: true },
    { name: 'clientId', required: true },
    { name: 'scope', usual: USUAL_SCOPE },
    { name: 'groupsClaim', usual: 'groups' },
  ] as const;
  private readonly discoveries = new Discoveries();

  faultsOf(settings: Record<string, string>, allowLoopback: boolean): Record<string, FieldFault | undefined> {
    const { issuer = '', clientId = '', scope = '', groupsClaim = '' } = settings;
    const isFit = isSafeAddress(issuer, allowLoopback) && issuer.length <= LONGEST;
    const wrong = issuer === '' ? 'required' : 'bad_https';
    const scopes = scope.split(/\s+/);
    return {
      issuer: isFit ? undefined : wrong,
      clientId: clientId === '' ? 'required' : tooLong(clientId),
      scope: scopes.includes('openid') ? tooLong(scope) : 'no_openid',
      groupsClaim: tooLong(groupsClaim),
    };
  }

  begin({ settings, secret }: ProviderAccess, attempt: Attempt): Promise<URL> {
    return answered(async () => {
      const server = await this.discoveries.of(settings, secret);
      return oidc.buildAuthorizationUrl(server, {
        redirect_uri: attempt.returnTo,
        scope: settings.scope ?? USUAL_SCOPE,
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      });
    });
  }

  /** What the ID token leaves out, such as groups, is asked of the provider's own page about the person. */
  finish({ settings, secret }: ProviderAccess, attempt: Attempt, answer: URL): Promise<Claims> {
    return answered(async () => {
      const server = await this.discoveries.of(settings, secret);
      const returned = new URL(attempt.returnTo);
      returned.search = answer.search;
      const tokens = await oidc.authorizationCodeGrant(server, returned, {
        pkceCodeVerifier: attempt.verifier,
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      const { groupsClaim = 'groups' } = settings;
      const isWhole = groupsClaim in claims && 'email_verified' in claims;
      if (isWhole || !server.serverMetadata().userinfo_endpoint) return claimsOf(claims, groupsClaim);
      const more = await oidc.fetchUserInfo(server, tokens.access_token, claims.sub);
      return claimsOf(together(claims, more), groupsClaim);
    });
  }

  /** The secret itself cannot be tried without a person. */
  test({ settings, secret }: ProviderAccess): Promise<void> {
    return answered(() => this.discoveries.check(settings, secret));
  }
}

function tooLong(text: string): FieldFault | undefined {
  return text.length > LONGEST ? `too_long:${LONGEST}` : undefined;
}

async function answered<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asProviderFault(error);
  }
}
