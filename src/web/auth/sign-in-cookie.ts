import type { Request, Response } from 'express';
import { newToken } from '../../platform/crypto/index.js';

const TEN_MINUTES_MS = 600_000;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Ties what is begun here to this browser. Several tabs share it. It is sent when a provider leads back. */
export class SignInCookie {
  private readonly name: string;

  constructor(private readonly https: boolean) {
    this.name = https ? '__Host-huiyin_sign_in' : 'huiyin_sign_in';
  }

  read({ cookies }: Request): string {
    const kept = (cookies as Record<string, string> | undefined)?.[this.name] ?? '';
    return TOKEN.test(kept) ? kept : '';
  }

  renew(request: Request, response: Response): string {
    const kept = this.read(request) || newToken();
    response.cookie(this.name, kept, { ...this.options, maxAge: TEN_MINUTES_MS });
    return kept;
  }

  clear(response: Response): void {
    response.clearCookie(this.name, this.options);
  }

  private get options() {
    return { httpOnly: true, sameSite: 'lax', secure: this.https, path: '/' } as const;
  }
}
