import { Injectable, Logger } from '@nestjs/common';
import { AppError, Invalid, RateLimits } from '../../platform/http/index.js';
import {
  type Attempt,
  type Claims,
  IdentityProviders,
  ProviderFault,
  type ProviderReason,
} from './identity-provider.js';
import { JoinedAccounts } from './joined-accounts.service.js';
import { KeptProviders, type Provider } from './kept-providers.service.js';
import type { Member } from '../member.js';
import { KnownPersons } from './known-persons.service.js';
import { type Begun, type Errand, SignInAttempts } from './sign-in-attempts.service.js';

/** What came back from a provider. */
export interface Return {
  /** What the browser keeps, or an empty text. */
  browser: string;
  /** The address to which the provider led the browser. */
  answer: URL;
  address: string;
  language?: string;
  /** The login of this browser, if there is one. */
  login?: { memberId: string; loginId: string; through?: string | null };
}

/**
 * The caller starts the login of `member`, or goes on with the present one where an account was to be joined to it.
 * `refused` says why it was not.
 */
export interface Led {
  member?: Member;
  next: string;
  refused?: AppError;
}

type Taken = Begun & { attempt: Attempt };

const CODES: Record<ProviderReason, string> = {
  denied: 'provider_denied',
  unreachable: 'provider_unreachable',
  untrusted: 'provider_untrusted',
  misconfigured: 'provider_misconfigured',
};

@Injectable()
export class ProviderSignIn {
  private readonly logger = new Logger('SignIn');

  constructor(
    private readonly kept: KeptProviders,
    private readonly kinds: IdentityProviders,
    private readonly attempts: SignInAttempts,
    private readonly persons: KnownPersons,
    private readonly accounts: JoinedAccounts,
    private readonly limits: RateLimits,
  ) {}

  /** Returns the address of the provider. Throws `Invalid` if there is no such provider or it does not answer. */
  async begin(key: string, errand: Errand, address: string): Promise<URL> {
    await this.limits.consume('login', address);
    const provider = await this.provider(key);
    const attempt = await this.attempts.begin(provider, errand);
    return this.ask(provider, async () =>
      this.kinds.of(provider).begin(await this.kept.access(provider), attempt),
    );
  }

  /** Throws `Invalid` with what is wrong, `NotFound` (`invitation_over`), or `Forbidden` (`member_disabled`). */
  async finish(key: string, given: Return): Promise<Led> {
    await this.limits.consume('login', given.address);
    const provider = await this.provider(key);
    const state = given.answer.searchParams.get('state') ?? '';
    const begun = await this.attempts.take(provider, given.browser, state);
    if (!begun || !isOfLogin(begun, given.login)) throw new Invalid('sign_in_over');
    if (begun.memberId !== null) return this.join(provider, { ...begun, memberId: begun.memberId }, given);
    const claims = await this.claims(provider, begun, given);
    const { next, invitationHash } = begun;
    const member = await this.persons.admit(provider, claims, { language: given.language, invitationHash });
    await this.right(given.address);
    return { member, next };
  }

  private async join(provider: Provider, begun: Taken & { memberId: string }, given: Return): Promise<Led> {
    const { next, memberId } = begun;
    try {
      const claims = await this.claims(provider, begun, given);
      await this.accounts.join(provider.key, claims, { memberId, through: given.login?.through });
    } catch (error) {
      if (error instanceof AppError) return { next, refused: error };
      throw error;
    }
    await this.right(given.address);
    return { next };
  }

  private claims(provider: Provider, { attempt }: Taken, { answer }: Return): Promise<Claims> {
    return this.ask(provider, async () =>
      this.kinds.of(provider).finish(await this.kept.access(provider), attempt, answer),
    );
  }

  /** Neither the beginning nor the end of a right sign-in counts, so that an office cannot use up its own limit. */
  private async right(address: string): Promise<void> {
    await this.limits.giveBack('login', address);
    await this.limits.giveBack('login', address);
  }

  private async provider(key: string): Promise<Provider> {
    const found = await this.kept.find(key);
    if (!found?.enabled || !this.kinds.find(found.kind)) throw new Invalid('sign_in_over');
    return found;
  }

  /** What the provider's refusal means is told to the person; the exact word is for whoever runs the program. */
  private async ask<T>({ key, name }: Provider, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ProviderFault)) throw error;
      this.logger.warn({ provider: key, reason: error.reason, code: error.code });
      throw new Invalid(CODES[error.reason], { provider: name });
    }
  }
}

/** An account is joined only in the very login that asked for it. */
function isOfLogin({ memberId, loginId }: Begun, login: Return['login']): boolean {
  return memberId === null || (login?.memberId === memberId && login.loginId === loginId);
}
