import { Injectable } from '@nestjs/common';
import { type BackOff, networkOf, RateLimits } from '../platform/http/index.js';

/**
 * So many guesses at one account are free, from all places together. After that, new places wait longer and
 * longer.
 */
const FREE_FROM_ANYWHERE = 20;
const KNOWN = { points: 1_000_000_000, seconds: 90 * 24 * 3_600 };

export interface Guess {
  account: string;
  address: string;
}

/**
 * Slows down the guessing of passwords. The limit is tight for each account and place, and wider for an
 * account from all places where it never signed in. So nobody can lock out a colleague who signs in from a
 * familiar place.
 */
@Injectable()
export class SignInGuesses {
  private readonly here: BackOff;
  private readonly anywhere: BackOff;

  constructor(private readonly limits: RateLimits) {
    this.here = limits.backOff('password-here');
    this.anywhere = limits.backOff('password', FREE_FROM_ANYWHERE);
  }

  /** Must be called before the password is checked. Throws `TooMany`. */
  async guess(guess: Guess): Promise<void> {
    await this.limits.consume('login', guess.address);
    await this.here.guess(placeOf(guess));
    if (!(await this.isKnown(guess))) await this.anywhere.guess(guess.account);
  }

  /**
   * Must be called after the password was right. Guesses from other places still count, unless this place was
   * new. A right sign-in does not count against the place, so that an office cannot use up its own limit.
   */
  async right(guess: Guess): Promise<void> {
    await this.limits.giveBack('login', guess.address);
    if (!(await this.isKnown(guess))) await this.anywhere.forget(guess.account);
    await this.here.forget(placeOf(guess));
    await this.limits.forget('password-known', KNOWN.points, placeOf(guess));
    await this.limits.take('password-known', KNOWN, placeOf(guess));
  }

  private async isKnown(guess: Guess): Promise<boolean> {
    return (await this.limits.taken('password-known', KNOWN.points, placeOf(guess))) > 0;
  }
}

function placeOf({ account, address }: Guess): string {
  return `${account} ${networkOf(address)}`;
}
