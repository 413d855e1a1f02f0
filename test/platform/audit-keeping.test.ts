import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Alarms } from '../../src/platform/alarms/index.js';
import { Audit, AuditCheck, AuditKeeping, difference } from '../../src/platform/audit/index.js';
import { readConfig } from '../../src/platform/config/index.js';
import { Database, raw, sql } from '../../src/platform/database/index.js';
import { openPlatform, type TestPlatform } from '../support/app.js';

let platform: TestPlatform;
let database: Database;
beforeAll(async () => {
  platform = await openPlatform([], { AUDIT_DAYS: '180' });
  database = platform.get(Database);
});
afterAll(() => platform.close());

const act = { action: 'calendar.changed', subject: { type: 'calendar', id: 'shop' } };
const months = async () =>
  (
    await database.rows<{ name: string }>(
      sql`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'audit'::regclass order by 1`,
    )
  ).map(({ name }) => name);

/** Somebody who owns the database can do this. */
async function unguard(): Promise<void> {
  for (const month of await months()) await database.run(sql`alter table ${raw(month)} disable trigger all`);
}

/** Puts a row that is already chained into an old month, as time would have left it there. */
async function age(to: string): Promise<void> {
  await database.rows(sql`select make_month('audit', ${to}::date)`);
  await platform.get(Audit).record(act);
  await database.transaction(async () => {
    await unguard();
    const { id } = await database.one<{ id: string }>(sql`select max(id) as id from audit`);
    await database.run(sql`update audit set at = ${to}::timestamptz where id = ${id}`);
    await database.run(sql`update audit set hash = audit_hash(audit) where id = ${id}`);
    await database.run(
      sql`update audit_tip set hash = (select hash from audit where id = ${id}) where id = ${id}`,
    );
  });
}

describe('fault 37: the list of who did what is kept at least 180 days', () => {
  it('a shorter time than 180 days is refused at the start', () => {
    expect(() => readConfig({ AUDIT_DAYS: '179' })).toThrow('AUDIT_DAYS');
    expect(readConfig({}).auditDays).toBeGreaterThanOrEqual(180);
  });

  it('whole months older than that are dropped, the chain stays unbroken, and the list says so', async () => {
    await age('2026-01-15');
    await age('2026-02-15');
    await age('2026-06-15');
    await platform.get(Audit).record(act);
    const dropped = await platform.get(AuditKeeping).dropBefore(new Date('2026-11-01T00:00:00Z'));
    expect(dropped).toEqual(['2026-01', '2026-02']);
    expect(await months()).toContain('audit_2026_06');
    expect(await platform.get(Audit).firstFault()).toBeUndefined();
    const { after } = await database.one<{ after: object }>(
      sql`select after from audit where action = 'audit.months_dropped'`,
    );
    expect(after).toEqual({ months: ['2026-01', '2026-02'], upTo: '2' });
  });

  it('a month in which one day is younger than that stays', async () => {
    await platform.get(AuditKeeping).dropBefore(new Date('2026-12-27T00:00:00Z'));
    expect(await months()).toContain('audit_2026_06');
    await platform.get(AuditKeeping).dropBefore(new Date('2026-12-29T00:00:00Z'));
    expect(await months()).not.toContain('audit_2026_06');
  });
});

describe('fault 37: a list that was tampered with raises an alarm at night', () => {
  const standing = async () => (await platform.get(Alarms).standing()).map(({ kind, data }) => [kind, data]);

  it('one process makes the check of a night, and an unbroken list raises nothing', async () => {
    const night = new Date('2026-11-20T20:00:00Z');
    await platform.get(AuditCheck).tonight(night);
    await platform.get(AuditCheck).tonight(night);
    expect(await database.rows(sql`select 1 from audit_check where finished_at is not null`)).toHaveLength(1);
    expect(await standing()).toEqual([]);
  });

  it('a changed row raises an alarm that names it', async () => {
    await platform.get(Audit).record(act);
    const { id } = await database.one<{ id: string }>(sql`select max(id) as id from audit`);
    const set = (action: string) =>
      database.transaction(async () => {
        await unguard();
        await database.run(sql`update audit set action = ${action} where id = ${id}`);
      });
    await set('calendar.added');
    await platform.get(AuditCheck).check();
    expect(await standing()).toEqual([['audit.broken', { id, fault: 'changed' }]]);
    await set('calendar.changed');
    await platform.get(AuditCheck).check();
    expect(await standing()).toEqual([]);
  });
});

describe('what a row says was changed', () => {
  it('only the facts that differ are kept, however deep they stand', () => {
    const before = { name: 'Office', week: { mon: '9–18', tue: '9–18' }, zone: 'Asia/Shanghai' };
    const after = { name: 'Office', week: { mon: '10–18', tue: '9–18' }, base: 'shop' };
    expect(difference(before, after)).toEqual({
      before: { week: { mon: '9–18' }, zone: 'Asia/Shanghai' },
      after: { week: { mon: '10–18' }, base: 'shop' },
    });
  });

  it('what is new has no before, and what is gone has no after', () => {
    expect(difference(undefined, { name: 'New' })).toEqual({ after: { name: 'New' } });
    expect(difference({ name: 'Old' }, null)).toEqual({ before: { name: 'Old' } });
  });

  it('lists are told as a whole, and equal ones not at all', () => {
    expect(difference({ order: ['a', 'b'], same: [1] }, { order: ['b', 'a'], same: [1] })).toEqual({
      before: { order: ['a', 'b'] },
      after: { order: ['b', 'a'] },
    });
  });
});
