import { Injectable } from '@nestjs/common';
import { Exports } from './exports.service.js';
import { Removal, type RemovedRows } from './removal.service.js';
import { RetentionSettings } from './retention-settings.service.js';
import { TakingOut } from './taking-out.service.js';
import { Withdrawals } from './withdrawal.service.js';

/** Everything that goes at night: archives whose time is over, people who withdrew, and what is old. */
@Injectable()
export class NightWork {
  constructor(
    private readonly exports: Exports,
    private readonly withdrawals: Withdrawals,
    private readonly settings: RetentionSettings,
    private readonly removal: Removal,
    private readonly takingOut: TakingOut,
  ) {}

  async run(now: Date): Promise<RemovedRows> {
    await this.exports.expire();
    await this.withdrawals.tryAll();
    await this.takingOut.begin();
    const removed = await this.removal.run(await this.settings.days(), now);
    await this.takingOut.forgetNames();
    return removed;
  }
}
