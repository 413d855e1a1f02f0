import { Injectable } from '@nestjs/common';
import type { SandboxAccount, SandboxPerson } from './account.js';
import { People } from './people.service.js';
import { Phone } from './phone/phone.service.js';
import { PhoneTaps } from './phone/phone-taps.service.js';

@Injectable()
export class Sandbox {
  constructor(
    private readonly people: People,
    private readonly phone: Phone,
    private readonly taps: PhoneTaps,
  ) {}

  async install(given: { account: SandboxAccount; people: SandboxPerson[] }): Promise<void> {
    await this.people.install(given.account, given.people);
  }

  /**
   * Pushes the text to the account's callback, which must be listening. Returns after the callback has answered or
   * three attempts of five seconds have failed. Throws NotFound, Invalid or, if the person does not follow, Conflict.
   */
  async say(openid: string, text: string): Promise<void> {
    await this.phone.say(openid, text);
  }

  async tap(openid: string, key: string): Promise<void> {
    await this.taps.tap(openid, key);
  }
}
