import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Audit } from '../audit/index.js';
import { Database, sql } from '../database/index.js';
import type { Actor } from '../events/index.js';

/** An installation is held because it was `restored` from a backup, or because an administrator `asked` for it. */
export interface Hold {
  reason: 'restored' | 'asked';
  since: string;
  /** The backup shows the original as it was at this moment. */
  takenAt?: string;
}

/** The hint that it has changed may be lost, so it is asked for again after this time. */
const ASKED_EVERY_MS = 20_000;
const KEY = 'held';
/** Wakes the processes after a change. */
export const HELD_CHANGED = 'held';

/**
 * Tells whether this installation is held: it then sends nothing and runs no jobs. Whoever sends anything asks here
 * first. Other processes learn of a change by `HELD_CHANGED`, or some seconds later.
 */
@Injectable()
export class Held implements OnModuleInit, OnModuleDestroy {
  private known?: Hold | null;
  private shown: Hold | null = null;
  private asked = 0;
  private asking?: NodeJS.Timeout;

  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.asking = setInterval(() => void this.refresh().catch(asBefore), ASKED_EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.asking);
  }

  async isHeld(): Promise<boolean> {
    return (await this.current()) !== null;
  }

  async current(): Promise<Hold | null> {
    return this.known === undefined ? this.refresh() : this.known;
  }

  /** What is known without asking, for pages. */
  get latest(): Hold | null {
    return this.shown;
  }

  /** Of answers that overtake each other, the one to the newest question is kept. */
  async refresh(): Promise<Hold | null> {
    const question = (this.asked += 1);
    const hold = await this.database.apart(() => this.read());
    if (question === this.asked) this.known = this.shown = hold;
    return hold;
  }

  /** Returns false if the installation is held already. */
  async hold(by?: Actor): Promise<boolean> {
    return this.change(async () => {
      const hold = await this.database.run(sql`
        insert into setting (key, value)
        values (${KEY}, jsonb_build_object('reason', 'asked', 'since', clock_timestamp()))
        on conflict (key) do nothing`);
      if (hold > 0) await this.audit.record({ action: 'installation.held', subject: SUBJECT, by });
      return hold > 0;
    });
  }

  /** Returns what it was held for, or undefined if it was not. */
  async release(by?: Actor): Promise<Hold | undefined> {
    return this.change(async () => {
      const row = await this.database.maybe<{ value: Hold }>(
        sql`delete from setting where key = ${KEY} returning value`,
      );
      if (!row) return undefined;
      await this.audit.record({ action: 'installation.released', subject: SUBJECT, before: row.value, by });
      return row.value;
    });
  }

  private async change<T>(work: () => Promise<T>): Promise<T> {
    const result = await this.database.transaction(work);
    this.database.afterCommit(async () => {
      this.known = undefined;
      await this.refresh();
    });
    return result;
  }

  private async read(): Promise<Hold | null> {
    const row = await this.database.maybe<{ value: Hold }>(sql`select value from setting where key = ${KEY}`);
    return row?.value ?? null;
  }
}

const SUBJECT = { type: 'installation', id: '1' };

/** While the database is away, what was known still holds. */
function asBefore(): void {}
