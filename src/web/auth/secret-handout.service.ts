import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { codeAddress, newCodeSecret, Vault } from '../../platform/crypto/index.js';
import { handedOut, handOut, Invalid, takeBack } from '../../platform/http/index.js';
import type { Member } from '../../staff/index.js';
import { codePicture } from '../view/index.js';

const CONTEXT = 'session.second_factor';

/** What an app needs to know: a picture of it, and the same to type. */
export interface Handout {
  picture: string;
  secret: string;
  /** An app on the same device opens it. */
  address: string;
}

/** Shows a new secret to a browser for ten minutes, until a code proves that an app has it. */
@Injectable()
export class SecretHandout {
  constructor(private readonly vault: Vault) {}

  /** The member has shown a code of the second factor that was set up at `replaces`, if there is one. */
  begin(request: Request, replaces?: Date): void {
    const since = replaces?.toISOString() ?? null;
    handOut(request, { cipher: this.vault.encrypt(newCodeSecret(), CONTEXT), replaces: since });
  }

  replaces(request: Request): Date | undefined {
    const since = handedOut(request)?.replaces;
    return since ? new Date(since) : undefined;
  }

  shown(request: Request, member: Member): Handout | undefined {
    const secret = this.current(request);
    if (secret === undefined) return undefined;
    const grouped = secret.replace(/(.{4})(?=.)/g, '$1 ');
    const address = codeAddress(secret, member.email);
    return { picture: codePicture(address), secret: grouped, address };
  }

  /** Throws `Invalid` (`handout_over`) if none was begun, or too long ago. */
  secret(request: Request): string {
    const secret = this.current(request);
    if (secret === undefined) throw new Invalid('handout_over');
    return secret;
  }

  end(request: Request): void {
    takeBack(request);
  }

  private current(request: Request): string | undefined {
    const given = handedOut(request);
    return given && this.vault.decrypt(given.cipher, CONTEXT);
  }
}
