import { Injectable } from '@nestjs/common';
import { type BackOff, networkOf, RateLimits } from '../platform/http/index.js';

/** From how many places together guesses at one account are free before the wait grows for new places. */
const FREE_FROM_ANYWHERE = 20;
const KNOWN = { points: 1_000_000_000, seconds: 90 * 24 * 3_600 };

export interface Guess {
  /** The e-mail address in lower case, whether there is such an account or not. */
  account: string;
  address: string;
}

/**
 * Slows down guessing at a password: tightly by account and place together, and more widely by account from all places
 * where it never signed in. So nobody keeps a colleague out who comes from where that colleague always comes from.
 */
@Injectable()
export class SignInGuesses {
  private readonly here: BackOff;
  private readonly anywhere: BackOff;

  constructor(private readonly limits: RateLimits) {
    this.here = limits.backOff('password-here');
    this.anywhere = limits.backOff('password', FREE_FROM_ANYWHERE);
  }

  /** Before the password is looked at. Throws `TooMany`. */
  async guess(guess: Guess): Promise<void> {
    await this.here.guess(placeOf(guess));
    if (!(await this.isKnown(guess))) await this.anywhere.guess(guess.account);
  }

  /** It was the password. What others guessed elsewhere still counts, unless it was guessed from a new place. */
  async right(guess: Guess): Promise<void> {
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
