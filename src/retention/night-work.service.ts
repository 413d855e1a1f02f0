import { Injectable } from '@nestjs/common';
import { Exports } from './exports.service.js';
import { Removal, type RemovedRows } from './removal.service.js';
import { RetentionSettings } from './retention-settings.service.js';
import { Withdrawals } from './withdrawal.service.js';

/** Everything that goes at night: archives whose time is over, people who withdrew, and what is old. */
@Injectable()
export class NightWork {
  constructor(
    private readonly exports: Exports,
    private readonly withdrawals: Withdrawals,
    private readonly settings: RetentionSettings,
    private readonly removal: Removal,
  ) {}

  async run(now: Date): Promise<RemovedRows> {
    await this.exports.expire();
    await this.withdrawals.tryAll();
    return this.removal.run(await this.settings.days(), now);
  }
}
