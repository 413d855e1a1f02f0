import { Injectable } from '@nestjs/common';
import { Reacts, type Recorded, SYSTEM } from '../platform/events/index.js';
import { Conflict } from '../platform/http/index.js';
import { Job, Jobs } from '../platform/jobs/index.js';
import { ErasureRecords } from './erasure-records.service.js';
import { Erasure } from './erasure.service.js';
import { Persons } from './person.service.js';

declare module '../platform/jobs/index.js' {
  interface JobMap {
    'retention.withdrawn': { erasureId: string };
  }
}

/** A provider repeats a push for some seconds, and the repeat must not make the person known again. */
const AFTER_MS = 60_000;

/** Whoever withdraws the consent in the provider's settings is erased, as soon as nothing stands against it. */
@Injectable()
export class Withdrawals {
  constructor(
    private readonly jobs: Jobs,
    private readonly records: ErasureRecords,
    private readonly persons: Persons,
    private readonly erasure: Erasure,
  ) {}

  @Reacts('contact.data_withdrawn')
  async ask({ subject }: Recorded): Promise<void> {
    const erasureId = await this.records.wait(subject.id);
    const runAt = new Date(Date.now() + AFTER_MS);
    await this.jobs.enqueue('retention.withdrawn', { erasureId }, { key: `erasure-${erasureId}`, runAt });
  }

  @Job('retention.withdrawn')
  async carryOut({ erasureId }: { erasureId: string }): Promise<void> {
    const waiting = (await this.records.waiting()).find(({ id }) => id === erasureId);
    if (waiting) await this.tryOut(waiting);
  }

  /** What something stood against is tried again every night. */
  async tryAll(): Promise<number> {
    let done = 0;
    for (const waiting of await this.records.waiting()) done += (await this.tryOut(waiting)) ? 1 : 0;
    return done;
  }

  private async tryOut({ id, customerId }: { id: string; customerId: string }): Promise<boolean> {
    try {
      await this.erasure.erase(customerId, SYSTEM);
      return true;
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      const person = await this.persons.find(customerId);
      await this.records.stopped(id, await this.records.obstacles(person));
      return false;
    }
  }
}
