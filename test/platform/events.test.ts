import { Injectable, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, raw, sql } from '../../src/platform/database/index.js';
import { Events, Reacts, type Recorded } from '../../src/platform/events/index.js';
import { Months } from '../../src/platform/events/months.js';
import { openPlatform, type TestPlatform } from '../support/app.js';

declare module '../../src/platform/events/index.js' {
  interface EventMap {
    'test.shop_opened': { door: string };
  }
}

@Injectable()
class Doorman {
  seen: string[] = [];

  @Reacts('test.shop_opened')
  async greet(event: Recorded<'test.shop_opened'>): Promise<void> {
    if (event.data.door === 'locked') throw new Error('the door is locked');
    this.seen.push(event.data.door);
  }
}

@Module({ providers: [Doorman] })
class DoorModule {}

describe('Events', () => {
  let platform: TestPlatform;
  let database: Database;
  let events: Events;
  const shop = { type: 'account', id: '1' } as const;

  beforeAll(async () => {
    platform = await openPlatform([DoorModule]);
    database = platform.get(Database);
    events = platform.get(Events);
  });
  afterAll(() => platform.close());

  const kept = async () => Number((await database.one<{ n: string }>(sql`select count(*) n from event`)).n);

  it('an event can only be recorded inside a transaction', async () => {
    await expect(events.record('test.shop_opened', shop, { door: 'front' })).rejects.toThrow(
      'in the transaction',
    );
  });

  it('reactions run in the transaction of their event, and one that throws undoes the change', async () => {
    await database.transaction(() => events.record('test.shop_opened', shop, { door: 'front' }));
    const failed = database.transaction(() => events.record('test.shop_opened', shop, { door: 'locked' }));
    await expect(failed).rejects.toThrow('the door is locked');
    expect(platform.get(Doorman).seen).toEqual(['front']);
    expect(await kept()).toBe(1);
  });

  it.each([
    ['update', sql`update event set name = 'forged'`],
    ['delete', sql`delete from event`],
    ['truncate', sql`truncate event`],
    ['update of a partition', sql`update event_default set name = 'forged'`],
  ])('events cannot be changed by any user: %s', async (_what, statement) => {
    const old = sql`insert into event (at, name, subject_type, subject_id, actor_kind) values ('2001-01-01', 'old', 'account', 1, 'system')`;
    await database.run(old);
    const forged = database.transaction(async () => {
      await database.run(sql`set local session_replication_role = replica`);
      await database.run(statement);
    });
    await expect(forged).rejects.toThrow('append-only');
  });

  it('partitions are made ahead for the months that begin while the program runs', async () => {
    await platform.get(Months).makeFrom(new Date('2031-05-31T23:59:00Z'));
    const parts = await database.rows<{ part: string }>(
      sql`select inhrelid::regclass::text part from pg_inherits where inhparent in ('event'::regclass, 'inbound_envelope'::regclass) and inhrelid::regclass::text ~ '_2031_'`,
    );
    expect(parts.map(({ part }) => part).sort()).toEqual(
      ['event', 'inbound_envelope'].flatMap((parent) =>
        ['05', '06', '07', '08'].map((month) => `${parent}_2031_${month}`),
      ),
    );
  });

  it('truncating a single month of events is refused', async () => {
    const { part } = await database.one<{ part: string }>(
      sql`select inhrelid::regclass::text part from pg_inherits where inhparent = 'event'::regclass order by 1 limit 1`,
    );
    expect(part).toMatch(/^event_\d{4}_\d{2}$/);
    await expect(database.run(sql`truncate ${raw(part)}`)).rejects.toThrow('append-only');
  });
});
