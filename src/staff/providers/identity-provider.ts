import { Injectable } from '@nestjs/common';
import type { FieldFault } from '../../platform/http/index.js';

/** How a provider is reached. `settings` are the fields of its kind, such as the issuer. */
export interface ProviderAccess {
  kind: string;
  settings: Record<string, string>;
  secret: string;
}

/** What belongs to one attempt to sign in. Only the browser that began it knows how to end it. */
export interface Attempt {
  state: string;
  nonce: string;
  /** The proof (PKCE) that whoever redeems the code is the one who asked for it. */
  verifier: string;
  /** The provider leads the browser back to this address. */
  returnTo: string;
}

/** What a provider says about a person. `subject` stays the same for as long as the account exists. */
export interface Claims {
  subject: string;
  name: string;
  email: string | null;
  /** Somebody can only have this address who can read its mail. */
  emailVerified: boolean;
  groups: string[];
}

/**
 * `denied`: the person or the provider said no. `unreachable`: nobody answered in time. `untrusted`: the answer does
 * not prove who it is. `misconfigured`: the provider does not accept this program.
 */
export type ProviderReason = 'denied' | 'unreachable' | 'untrusted' | 'misconfigured';

export class ProviderFault extends Error {
  /** `code` is the provider's or the library's own word. It holds nothing that is secret. */
  constructor(
    readonly reason: ProviderReason,
    readonly code: string,
  ) {
    super(`${reason}: ${code}`);
  }
}

/** A kind of place where people prove who they are. Its methods throw `ProviderFault`. */
export interface IdentityProvider {
  readonly kind: string;
  readonly fields: readonly ProviderField[];
  faultsOf(settings: Record<string, string>, allowLoopback: boolean): Record<string, FieldFault | undefined>;
  /** Returns the address where the person proves it. */
  begin(access: ProviderAccess, attempt: Attempt): Promise<URL>;
  /** `answer` is the address to which the provider led the browser back. */
  finish(access: ProviderAccess, attempt: Attempt, answer: URL): Promise<Claims>;
  /** Asks the provider as much as can be asked without a person. */
  test(access: ProviderAccess): Promise<void>;
}

/** A field that is fixed is said once: the stored secret goes there, and accounts of another place are other people. */
export interface ProviderField {
  name: string;
  fixed?: true;
  required?: true;
  usual?: string;
}

@Injectable()
export class IdentityProviders {
  private readonly byKind = new Map<string, IdentityProvider>();

  register(provider: IdentityProvider): void {
    this.byKind.set(provider.kind, provider);
  }

  get kinds(): string[] {
    return [...this.byKind.keys()];
  }

  find(kind: string): IdentityProvider | undefined {
    return this.byKind.get(kind);
  }

  of({ kind }: Pick<ProviderAccess, 'kind'>): IdentityProvider {
    const provider = this.byKind.get(kind);
    if (!provider) throw new Error(`No provider is of the kind ${kind}`);
    return provider;
  }
}
