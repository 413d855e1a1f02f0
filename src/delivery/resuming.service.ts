import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Wakeups } from '../platform/jobs/index.js';
import { moving } from './moving.js';
import { DELIVERIES_DUE } from './planning.js';

/** Some deliveries wait until their account works again. They are released here. */
@Injectable()
export class Resuming {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wakeups: Wakeups,
  ) {}

  async account(accountId: string, reason: string): Promise<void> {
    const now = this.clock.now();
    await this.database.run(
      moving('wake', {
        which: sql`d.account_id = ${accountId} and d.due_at > ${now} and split_part(d.reason, ' ', 1) = ${reason}`,
        set: sql`due_at = ${now}`,
      }),
    );
    this.wakeups.wake(DELIVERIES_DUE);
  }
}
