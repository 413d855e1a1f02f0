import { Injectable } from '@nestjs/common';
import type { SandboxAccount, SandboxPerson } from './account.js';
import { People } from './people.service.js';
import { Phone } from './phone/phone.service.js';
import { PhoneTaps } from './phone/phone-taps.service.js';

/** What the demonstration company does with the stand-in. */
@Injectable()
export class Sandbox {
  constructor(
    private readonly people: People,
    private readonly phone: Phone,
    private readonly taps: PhoneTaps,
  ) {}

  /** Upserts the account and its people, in the order in which the phone lists them. */
  async install(given: { account: SandboxAccount; people: SandboxPerson[] }): Promise<void> {
    await this.people.install(given.account, given.people);
  }

  /**
   * The person writes. Pushes to the account's callback, which must be listening, and returns once that has answered or
   * three attempts of five seconds are over; the phone shows which. Throws NotFound, Invalid or, unless the person
   * follows, Conflict.
   */
  async say(openid: string, text: string): Promise<void> {
    await this.phone.say(openid, text);
  }

  /** The person taps the menu item with that key. Waits and throws as `say`. */
  async tap(openid: string, key: string): Promise<void> {
    await this.taps.tap(openid, key);
  }
}
