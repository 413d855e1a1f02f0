import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import {
  Milestones,
  type PolicyDraft,
  PolicyPlans,
  type Step,
  type TargetSetting,
} from '../../src/sla/index.js';
import type { Member } from '../../src/staff/index.js';
import { Desk, shanghai } from './desk.js';

const HOUR = 3600;
const target = (metric: TargetSetting['metric'], hours: number, more: Partial<TargetSetting> = {}) => ({
  ...{ metric, key: '', seconds: hours * HOUR, clock: 'wall' as const, calendar: null, name: null },
  ...more,
});
const draft: PolicyDraft = {
  key: 'theft_vip',
  name: { 'zh-CN': '重要客户盗号', en: 'Account theft of important customers' },
  conditions: { type: ['account_theft'], tier: ['vip', 'member'], region: ['HK', 'MO'] },
  pausing: ['on_hold'],
  warnings: [{ share: 0.5 }, { leftSeconds: 600 }],
  ladder: [],
  targets: [
    target('first_response', 1),
    target('resolution', 8),
    target('milestone', 24, { key: 'freeze', name: { 'zh-CN': '冻结账号', en: 'Account frozen' } }),
  ],
};
const facts = { type: 'account_theft', priority: 'P0', department: 'support', tier: 'vip' };

let desk: Desk;
let plans: PolicyPlans;
let boss: Member;
beforeAll(async () => {
  desk = await Desk.open();
  plans = desk.platform.get(PolicyPlans);
  boss = await desk.member('admin');
  desk.at('2026-11-20 10:00');
  await plans.save(draft, boss, { move: 'none' });
});
afterAll(() => desk.close());

const byType = ['account_theft_p0', 'account_theft_p1', 'funds_loss_p0', 'funds_loss_p1'];
const first = ['theft_vip', 'refund_p0', 'refund', ...byType, 'p0', 'p1', 'p2', 'p3'];

describe('the policy bench', () => {
  it('the bench says which policy a ticket would get, and why each earlier one did not fit', async () => {
    await plans.reorder(first, 'none');
    expect(await plans.bench({ ...facts, region: 'CN', channel: 'wechat-official' })).toEqual({
      chosen: 'account_theft_p0',
      tried: [
        {
          key: 'theft_vip',
          fits: false,
          mismatches: [{ condition: 'region', wanted: ['HK', 'MO'], has: 'CN' }],
        },
        {
          key: 'refund_p0',
          fits: false,
          mismatches: [{ condition: 'type', wanted: ['refund'], has: 'account_theft' }],
        },
        {
          key: 'refund',
          fits: false,
          mismatches: [{ condition: 'type', wanted: ['refund'], has: 'account_theft' }],
        },
        { key: 'account_theft_p0', fits: true, mismatches: [] },
      ],
    });
    expect((await plans.bench({ ...facts, region: 'HK', channel: null })).chosen).toBe('theft_vip');
    expect((await plans.bench({ ...facts, priority: 'P9', region: null, channel: null })).chosen).toBeNull();
  });

  it('the bench shows what another order would move before it is set', async () => {
    const ticket = await desk.ticket('account_theft', 'P0', { tier: 'vip', region: 'HK' });
    expect((await desk.timer(ticket, 'first_response')).targetSeconds).toBe(HOUR);
    const last = ['refund_p0', 'refund', 'p0', 'p1', 'p2', 'p3', ...byType, 'theft_vip'];
    const { data } = await plans.affectedByOrder(last);
    expect(data.filter(({ number }) => number === `T${100_000 + Number(ticket)}`)).toMatchObject([
      { metric: 'first_response', to: shanghai('2026-11-20 10:05'), ends: false },
      { metric: 'resolution', to: shanghai('2026-11-20 14:00') },
      { metric: 'milestone', key: 'freeze', to: null, ends: true },
    ]);
    await plans.reorder(last, 'all');
    expect((await desk.timer(ticket, 'first_response')).targetSeconds).toBe(300);
    expect((await desk.timer(ticket, 'milestone')).state).toBe('cancelled');
    await plans.reorder(first, 'none');
    await expect(plans.reorder(['p0'], 'none')).rejects.toMatchObject({
      code: 'invalid',
      details: { fields: { order: 'no_place' } },
    });
  });
});

describe('a promise', () => {
  it('a timer warns at each threshold of its policy, once and in order', async () => {
    desk.at('2026-11-20 10:00');
    const ticket = await desk.ticket('account_theft', 'P0', { tier: 'member', region: 'MO' });
    desk.at('2026-11-20 10:31');
    await desk.sweep();
    desk.at('2026-11-20 10:55');
    await desk.sweep();
    await desk.sweep();
    const warned = await desk.database.rows<{ after: number; at: string }>(sql`
      select (data ->> 'afterSeconds')::int as after, data ->> 'at' as at from event
       where subject_id = ${ticket} and name = 'sla.warned' and data ->> 'metric' = 'first_response' order by id`);
    expect(warned).toEqual([
      { after: 1800, at: shanghai('2026-11-20 10:30').toISOString() },
      { after: 3000, at: shanghai('2026-11-20 10:50').toISOString() },
    ]);
  });

  it('a timer is paused only in the statuses that its policy names', async () => {
    const ticket = await desk.ticket('account_theft', 'P0', { tier: 'vip', region: 'HK' });
    await desk.status(ticket, 'open', 'waiting_on_customer');
    expect((await desk.timer(ticket, 'resolution')).state).toBe('running');
    await desk.status(ticket, 'waiting_on_customer', 'on_hold');
    expect(await desk.timer(ticket, 'resolution')).toMatchObject({ state: 'paused', dueAt: null });
    expect((await desk.timer(ticket, 'milestone')).state).toBe('paused');
    await desk.status(ticket, 'on_hold', 'waiting_on_customer');
    expect((await desk.timer(ticket, 'resolution')).state).toBe('running');
  });

  it('a milestone is met once a member who has the ticket reaches it', async () => {
    desk.at('2026-11-20 10:00');
    const ticket = await desk.ticket('account_theft', 'P0', { tier: 'vip', region: 'HK' });
    expect(await desk.timer(ticket, 'milestone')).toMatchObject({
      key: 'freeze',
      dueAt: shanghai('2026-11-21 10:00'),
    });
    const milestones = desk.platform.get(Milestones);
    const number = `T${100_000 + Number(ticket)}`;
    desk.at('2026-11-21 11:00');
    await milestones.reach(boss, number, 'freeze');
    await milestones.reach(boss, number, 'freeze');
    expect(await desk.timer(ticket, 'milestone')).toMatchObject({
      state: 'met',
      breachedAt: shanghai('2026-11-21 10:00'),
    });
    expect((await desk.history(ticket)).filter((entry) => entry === 'met milestone')).toHaveLength(1);
    await expect(milestones.reach(boss, number, 'checked')).rejects.toMatchObject({
      code: 'milestone_not_found',
    });
    const stranger = await desk.member('agent', 'finance');
    await expect(milestones.reach(stranger, number, 'freeze')).rejects.toMatchObject({
      code: 'ticket_not_found',
    });
  });

  it('a target that was left blank starts no timer that could be met', async () => {
    const ticket = await desk.ticket('account_theft', 'P0', { tier: 'vip', region: 'HK' });
    await desk.replied(ticket, 'member');
    await desk.happens('ticket.customer_wrote', ticket, {});
    const metrics = (await desk.timers(ticket)).map(({ metric }) => metric);
    expect(metrics).toEqual(['first_response', 'resolution', 'milestone']);
  });

  it('a timer that is moved to a changed policy keeps the time it had consumed', async () => {
    desk.at('2026-11-20 10:00');
    const ticket = await desk.ticket('account_theft', 'P0', { tier: 'vip', region: 'HK' });
    desk.at('2026-11-20 10:20');
    const quicker = { ...draft, targets: [target('first_response', 0.5), ...draft.targets.slice(1)] };
    const { data } = await plans.affected(quicker);
    expect(data.find(({ number }) => number === `T${100_000 + Number(ticket)}`)).toMatchObject({
      from: shanghai('2026-11-20 11:00'),
      to: shanghai('2026-11-20 10:30'),
    });
    await plans.save(quicker, boss, { move: 'all', expected: 1 });
    expect(await desk.timer(ticket, 'first_response')).toMatchObject({
      version: 2,
      consumedSeconds: 1200,
      dueAt: shanghai('2026-11-20 10:30'),
    });
    await expect(plans.save(draft, boss, { move: 'none', expected: 1 })).rejects.toMatchObject({
      code: 'changed_meanwhile',
    });
  });

  it('a timer counts in the calendar that its target names', async () => {
    desk.at('2026-11-21 10:00');
    const always = [target('first_response', 1, { clock: 'working', calendar: 'always' })];
    await plans.save({ ...draft, targets: always }, boss, { move: 'none' });
    const ticket = await desk.ticket('account_theft', 'P0', { tier: 'vip', region: 'HK' });
    expect((await desk.timer(ticket, 'first_response')).dueAt).toEqual(shanghai('2026-11-21 11:00'));
    await plans.archive('theft_vip', 'none');
    expect((await plans.list()).map(({ key }) => key)).toEqual(first.slice(1));
  });
});

describe('a wrong policy', () => {
  const step: Step = { at: 'breach', whom: 'lead', by: ['console'] };
  it.each<[string, Partial<PolicyDraft>, Record<string, string>]>([
    ['no target at all', { targets: [] }, { targets: 'no_target' }],
    ['a target of no time', { targets: [target('resolution', 0)] }, { 'targets.resolution': 'bad_seconds' }],
    [
      'a metric twice',
      { targets: [target('resolution', 1), target('resolution', 2)] },
      { 'targets.resolution': 'twice' },
    ],
    ['a milestone without a key', { targets: [target('milestone', 1)] }, { 'targets.milestone': 'required' }],
    [
      'shares that are more than the whole',
      {
        targets: [
          target('resolution', 12),
          target('department', 8, { key: 'support' }),
          target('department', 8, { key: 'finance' }),
        ],
      },
      { 'targets.department': 'shares_exceed_whole' },
    ],
    [
      'a calendar that does not exist',
      { targets: [target('resolution', 1, { calendar: 'mars' })] },
      { 'targets.resolution.calendar': 'unknown' },
    ],
    ['a type that does not exist', { conditions: { type: ['theft'] } }, { 'conditions.type': 'unknown' }],
    ['a warning after the end', { warnings: [{ share: 1.2 }] }, { 'warnings.share': 'bad_threshold' }],
    ['a pause while it is worked on', { pausing: ['open'] }, { pausing: 'cannot_pause' }],
    ['a step without means', { ladder: [{ ...step, by: [] }] }, { 'ladder.0.by': 'no_means' }],
    [
      'a robot that does not exist',
      { ladder: [{ ...step, by: ['robot'], robot: 'group' }] },
      { 'ladder.0.robot': 'unknown' },
    ],
    [
      'a handoff to nowhere',
      { ladder: [{ ...step, action: { do: 'hand_off', department: 'mars', note: '请看' } }] },
      { 'ladder.0.action': 'bad_action' },
    ],
  ])('a policy with this fault is refused beside its field: %s', async (_, wrong, fields) => {
    await expect(plans.save({ ...draft, ...wrong }, boss, { move: 'none' })).rejects.toMatchObject({
      code: 'invalid',
      details: { fields },
    });
  });
});
