import { Injectable } from '@nestjs/common';
import type { SandboxAccount, SandboxPerson } from './account.js';
import { People } from './people.service.js';
import { Phone } from './phone/phone.service.js';
import { PhoneTaps } from './phone/phone-taps.service.js';

/** The operations that the demonstration company uses. */
@Injectable()
export class Sandbox {
  constructor(
    private readonly people: People,
    private readonly phone: Phone,
    private readonly taps: PhoneTaps,
  ) {}

  /** Inserts or updates the account and its people, in the order in which the phone lists them. */
  async install(given: { account: SandboxAccount; people: SandboxPerson[] }): Promise<void> {
    await this.people.install(given.account, given.people);
  }

  /**
   * The person writes a text. It is pushed to the account's callback, which must be listening. Returns once that has
   * answered or three attempts of five seconds have failed; the phone shows which. Throws NotFound, Invalid or, where
   * the person does not follow, Conflict.
   */
  async say(openid: string, text: string): Promise<void> {
    await this.phone.say(openid, text);
  }

  /** The person taps the menu item with this key. Waits and throws like `say`. */
  async tap(openid: string, key: string): Promise<void> {
    await this.taps.tap(openid, key);
  }
}
