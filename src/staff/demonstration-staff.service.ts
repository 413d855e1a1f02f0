import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { newToken } from '../platform/crypto/index.js';
import { Database, sql } from '../platform/database/index.js';
import { SYSTEM } from '../platform/events/index.js';
import { Employment } from './employment.service.js';
import { hashPassword } from './password-hashes.js';

const CLOSED = 'demonstration_closed';
/** Processes that start at the same moment take turns. */
const LOCK = 4_711_004;

/** `memberIds` are those who were disabled because the demonstration was turned off. */
interface Closing {
  at: string;
  memberIds: string[];
}

export interface DemonstrationStanding {
  closed: { at: string; members: number } | undefined;
  /** So many members of the demonstration may sign in. */
  active: number;
  /** Somebody may sign in and administrate. */
  administrated: boolean;
}

/** Everybody knows the passwords of the demonstration's members. */
@Injectable()
export class DemonstrationStaff {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly employment: Employment,
  ) {}

  /**
   * Disables them and takes their passwords away, once: whom an administrator lets in again afterwards stays in, with
   * a new password.
   */
  async close(): Promise<DemonstrationStanding> {
    await this.inTurn(async (closing) => {
      const members = await this.members();
      if (closing || members.length === 0) return;
      await this.setPassword(await hashPassword(newToken()));
      const memberIds = members.filter(({ active }) => active).map(({ id }) => id);
      for (const id of memberIds) await this.employment.disableEvenLast(id, SYSTEM);
      const closed: Closing = { at: this.clock.now().toISOString(), memberIds };
      await this.database.run(
        sql`insert into setting (key, value) values (${CLOSED}, ${JSON.stringify(closed)}::jsonb)`,
      );
    });
    return this.standing();
  }

  /** Lets those in again whom `close` disabled, because the demonstration is turned on again. */
  async reopen(password: string): Promise<void> {
    const hash = await hashPassword(password);
    await this.inTurn(async (closing) => {
      if (!closing) return;
      await this.setPassword(hash);
      for (const id of closing.memberIds) await this.employment.enable(id, SYSTEM);
      await this.database.run(sql`delete from setting where key = ${CLOSED}`);
    });
  }

  /** Whether people work here who are not of the demonstration, which was never played. */
  async isForeign(): Promise<boolean> {
    const { foreign } = await this.database.one<{ foreign: boolean }>(sql`
      select count(*) > 0 and count(*) filter (where demonstration) = 0 as foreign from member`);
    return foreign;
  }

  async standing(): Promise<DemonstrationStanding> {
    const closing = await this.closing();
    const { active, administrated } = await this.database.one<
      Pick<DemonstrationStanding, 'active' | 'administrated'>
    >(sql`
      select count(*) filter (where demonstration)::int as active,
             count(*) filter (where role = 'admin') > 0 as administrated from member where state = 'active'`);
    const closed = closing && { at: closing.at, members: closing.memberIds.length };
    return { closed, active, administrated };
  }

  private async inTurn(work: (closing: Closing | undefined) => Promise<void>): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(sql`select pg_advisory_xact_lock(${LOCK})`);
      await work(await this.closing());
    });
  }

  private async closing(): Promise<Closing | undefined> {
    const kept = await this.database.maybe<{ value: Closing }>(
      sql`select value from setting where key = ${CLOSED}`,
    );
    return kept?.value;
  }

  private members(): Promise<{ id: string; active: boolean }[]> {
    return this.database.rows(sql`
      select id, state = 'active' as active from member where demonstration order by id for no key update`);
  }

  private async setPassword(hash: string): Promise<void> {
    await this.database.run(sql`update member set password_hash = ${hash} where demonstration`);
  }
}
