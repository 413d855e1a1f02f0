import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { SYSTEM } from '../../src/platform/events/index.js';
import {
  Alerting,
  Alerts,
  Answering,
  EscalationRun,
  Escalations,
  QuietTimes,
  Robots,
  Rosters,
} from '../../src/escalation/index.js';
import { type PolicyDraft, PolicyPlans, type Step } from '../../src/sla/index.js';
import { RobotSpeech } from '../../src/escalation/robot-speech.service.js';
import { EscalationReport } from '../../src/reports/index.js';
import type { Member } from '../../src/staff/index.js';
import { POLICIES } from '../../src/sla/defaults.js';
import { Desk, shanghai } from '../sla/desk.js';

const MINUTE = 60;
const name = { 'zh-CN': '测试', en: 'Test' };
const owned: Step = { at: { share: 0.5 }, whom: 'owner', by: ['console'] };
const draft: PolicyDraft = {
  key: 'laddered',
  name,
  conditions: { type: ['inquiry'] },
  pausing: [],
  warnings: [],
  ladder: [],
  targets: [{ metric: 'resolution', key: '', seconds: 3600, clock: 'wall', calendar: null, name: null }],
};

let desk: Desk;
let lina: Member;
let lead: Member;
let admin: Member;
let night: Member[];
beforeAll(async () => {
  desk = await Desk.open();
  desk.at('2026-11-16 09:00');
  lina = await desk.member('agent');
  lead = await desk.member('lead');
  admin = await desk.member('admin', 'finance');
  night = [await desk.member('agent', 'technical'), await desk.member('agent', 'technical')];
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.database.run(sql`delete from alert`);
  await desk.database.run(sql`delete from escalation`);
  await desk.database.run(
    sql`update timer set state = 'cancelled', next_fire_at = null, ended_at = started_at`,
  );
});

async function ladder(...steps: Step[]): Promise<void> {
  await desk.platform.get(PolicyPlans).save({ ...draft, ladder: steps }, admin, { move: 'none' });
  const others = POLICIES.map(({ key }) => key);
  await desk.platform.get(PolicyPlans).reorder(['laddered', ...others], 'none');
}

async function passes(local: string): Promise<void> {
  desk.at(local);
  await desk.sweep();
  await desk.platform.get(EscalationRun).sweep();
  await desk.platform.get(Alerting).sweep();
}

const bell = async (member: Member) => {
  const { data } = await desk.platform.get(Alerts).of(member);
  return data.map(({ kind, number, metric }) => `${kind} ${number} ${metric ?? ''}`.trim()).reverse();
};
const numberOf = (ticket: string) => `T${100_000 + Number(ticket)}`;

describe('the ladder', () => {
  it('the ladder warns the owner, and tells the lead ten minutes after the breach, once each', async () => {
    await ladder(owned, { at: 'breach', afterSeconds: 10 * MINUTE, whom: 'lead', by: ['console'] });
    desk.at('2026-11-20 10:00');
    const ticket = await desk.ticket('inquiry', 'P2');
    await desk.database.run(sql`update ticket set assignee_id = ${lina.id} where id = ${ticket}`);
    await passes('2026-11-20 10:30');
    await passes('2026-11-20 10:31');
    expect(await bell(lina)).toEqual([`warning ${numberOf(ticket)} resolution`]);
    await passes('2026-11-20 11:09');
    expect(await bell(lead)).toEqual([]);
    await passes('2026-11-20 11:10');
    await passes('2026-11-20 11:11');
    expect(await bell(lead)).toEqual([`breach ${numberOf(ticket)} resolution`]);
  });

  it('several processes that sweep the ladder at once take each step once', async () => {
    await ladder({ at: 'breach', whom: 'lead', by: ['console'] });
    desk.at('2026-11-20 10:00');
    for (let count = 0; count < 20; count++) await desk.ticket('inquiry', 'P2');
    desk.at('2026-11-20 11:00');
    await desk.sweep();
    const climbing = desk.platform.get(EscalationRun);
    await Promise.all([climbing.sweep(), climbing.sweep(), climbing.sweep()]);
    await desk.platform.get(Alerting).sweep();
    expect(await bell(lead)).toHaveLength(20);
  });

  it('a step of the ladder is dropped when its target was met meanwhile', async () => {
    await ladder({ at: 'breach', afterSeconds: 10 * MINUTE, whom: 'lead', by: ['console'] });
    desk.at('2026-11-20 10:00');
    const ticket = await desk.ticket('inquiry', 'P2');
    await passes('2026-11-20 11:00');
    desk.at('2026-11-20 11:05');
    await desk.happens('ticket.resolved', ticket, {});
    await passes('2026-11-20 11:10');
    expect(await bell(lead)).toEqual([]);
  });

  it('a step tells the lead when nobody has the ticket, and an administrator when there is no lead', async () => {
    await ladder(owned, { at: 'breach', whom: 'quality', by: ['console'] });
    desk.at('2026-11-20 10:00');
    const ticket = await desk.ticket('inquiry', 'P2');
    await passes('2026-11-20 11:00');
    expect(await bell(lead)).toEqual([`warning ${numberOf(ticket)} resolution`]);
    expect(await bell(admin)).toEqual([`breach ${numberOf(ticket)} resolution`]);
  });

  it('a step raises the priority in the name of whoever saved the policy', async () => {
    await ladder({ ...owned, action: { do: 'raise_priority' } });
    desk.at('2026-11-20 10:00');
    const ticket = await desk.ticket('inquiry', 'P2');
    await passes('2026-11-20 10:30');
    const row = await desk.database.one<{ priority: string; actor: string }>(sql`
      select k.priority, e.actor_id::text as actor from ticket k join event e on e.subject_id = k.id
       where k.id = ${ticket} and e.name = 'ticket.priority_changed'`);
    expect(row).toEqual({ priority: 'P1', actor: admin.id });
  });

  it('steps write a note, hand off and reassign', async () => {
    await ladder(
      { ...owned, action: { do: 'note', text: '请尽快处理' } },
      { ...owned, at: { share: 0.6 }, action: { do: 'reassign', to: 'lead' } },
      { ...owned, at: { share: 0.7 }, action: { do: 'hand_off', department: 'technical', note: '请协助' } },
    );
    desk.at('2026-11-20 10:00');
    const ticket = await desk.ticket('inquiry', 'P2');
    await passes('2026-11-20 10:50');
    const done = await desk.database.one<object>(sql`
      select (select text from note where ticket_id = k.id) as note, k.assignee_id::text as assignee,
             (select state from handoff where ticket_id = k.id) as handoff,
             (select count(*)::int from escalation where ticket_id = k.id and failure is not null) as failures
        from ticket k where id = ${ticket}`);
    expect(done).toEqual({ note: '请尽快处理', assignee: lead.id, handoff: 'offered', failures: 0 });
  });
});

describe('quiet hours', () => {
  it('quiet hours delay what is no emergency until they end, and drop nothing', async () => {
    await desk.platform.get(QuietTimes).set({ zone: 'Asia/Shanghai', from: '22:00', to: '08:00' });
    await ladder({ at: 'breach', whom: 'lead', by: ['console'] });
    desk.at('2026-11-20 21:30');
    const calm = await desk.ticket('inquiry', 'P2');
    const urgent = await desk.ticket('inquiry', 'P0');
    await passes('2026-11-20 22:30');
    expect(await bell(lead)).toEqual([`breach ${numberOf(urgent)} resolution`]);
    await passes('2026-11-21 07:59');
    expect(await bell(lead)).toHaveLength(1);
    await passes('2026-11-21 08:00');
    expect(await bell(lead)).toContain(`breach ${numberOf(calm)} resolution`);
    await desk.platform.get(QuietTimes).set(null);
  });

  it('quiet hours that are no valid times are refused', async () => {
    const wrong = { zone: 'Mars', from: '25:00', to: '08:00' };
    await expect(desk.platform.get(QuietTimes).set(wrong)).rejects.toMatchObject({
      details: { fields: { zone: 'bad_zone', from: 'bad_time' } },
    });
  });
});

describe('a page', () => {
  const page: Step = { at: 'start', whom: 'on_call', by: ['console'], acknowledgeSeconds: 180 };
  beforeAll(async () => {
    const shanghaiNights = { zone: 'Asia/Shanghai', startsOn: '2026-11-16', handover: '09:00', days: 7 };
    const memberIds = night.map(({ id }) => id);
    await desk.platform
      .get(Rosters)
      .save({ key: 'nights', name, region: null, ...shanghaiNights, memberIds }, SYSTEM);
  });

  it('a page calls whoever is on call, goes on while nobody answers, and stops when somebody does', async () => {
    await ladder(page);
    desk.at('2026-11-20 23:00');
    const ticket = await desk.ticket('inquiry', 'P0');
    await passes('2026-11-20 23:00');
    expect(await bell(night[0]!)).toEqual([`page ${numberOf(ticket)} resolution`]);
    expect(await bell(night[1]!)).toEqual([]);
    await passes('2026-11-20 23:03');
    expect(await bell(night[1]!)).toHaveLength(1);
    await passes('2026-11-20 23:06');
    expect(await bell(lead)).toHaveLength(1);
    const alerts = desk.platform.get(Alerts);
    expect(await desk.bell(lead)).toEqual({ unseen: 1, unanswered: 1 });
    const { data } = await alerts.of(lead);
    const answering = desk.platform.get(Answering);
    await expect(answering.acknowledge(lina, data[0]!.id)).rejects.toMatchObject({ code: 'alert_not_found' });
    await answering.acknowledge(lead, data[0]!.id);
    await passes('2026-11-20 23:30');
    expect(await bell(admin)).toEqual([]);
    expect(await desk.bell(lead)).toEqual({ unseen: 0, unanswered: 0 });
  });

  it('a page calls the next member in turn each week, and a substitute for a member who is away', async () => {
    const rosters = desk.platform.get(Rosters);
    desk.at('2026-11-23 08:59');
    expect(await desk.onCall(null)).toEqual([night[0]!.id, night[1]!.id]);
    desk.at('2026-11-23 09:00');
    expect(await desk.onCall('HK')).toEqual([night[1]!.id, night[0]!.id]);
    const absence = {
      memberId: night[1]!.id,
      substituteId: lina.id,
      startsAt: shanghai('2026-11-24 00:00'),
      endsAt: shanghai('2026-11-25 00:00'),
    };
    await rosters.substitute('nights', absence, SYSTEM);
    desk.at('2026-11-24 12:00');
    expect(await desk.onCall(null)).toEqual([lina.id, night[0]!.id]);
    desk.at('2026-11-25 00:00');
    expect(await desk.onCall(null)).toEqual([night[1]!.id, night[0]!.id]);
  });

  it('a page for a region with a roster of its own calls that roster', async () => {
    const rosters = desk.platform.get(Rosters);
    const weeks = { zone: 'Asia/Hong_Kong', startsOn: '2026-11-16', handover: '09:00', days: 7 };
    await rosters.save({ key: 'hk', name, region: 'HK', ...weeks, memberIds: [lina.id] }, SYSTEM);
    expect(await desk.onCall('HK')).toEqual([lina.id]);
    const wrong = { key: 'hk2', name, region: 'HK', ...weeks, zone: 'X', days: 0, memberIds: ['999999'] };
    await expect(rosters.save(wrong, SYSTEM)).rejects.toMatchObject({
      details: {
        fields: {
          zone: 'bad_zone',
          days: 'out_of_range:92',
          memberIds: 'unknown_member',
          region: 'taken',
        },
      },
    });
  });
});

describe('escalation on request', () => {
  it('a request for escalation takes one step, tells the lead, and is late if a target was missed', async () => {
    await ladder();
    const escalations = desk.platform.get(Escalations);
    desk.at('2026-11-26 10:00');
    const [soon, late] = [await desk.ticket('inquiry', 'P2'), await desk.ticket('inquiry', 'P2')];
    await escalations.ask(lina, numberOf(soon), '客户要求主管回电');
    await passes('2026-11-26 11:00');
    expect(await bell(lead)).toEqual([`asked ${numberOf(soon)}`]);
    const customer = await desk.database.one<{ id: string }>(
      sql`select customer_id as id from ticket where id = ${late}`,
    );
    await escalations.askFor(customer, late);
    await passes('2026-11-26 11:01');
    expect(await bell(lead)).toHaveLength(2);
    const report = new EscalationReport(desk.database);
    const day = { since: shanghai('2026-11-26 00:00'), until: shanghai('2026-11-27 00:00') };
    expect(await report.count(lead, day)).toEqual({ asked: 2, late: 1, byCustomers: 1 });
    expect(await report.count(night[0]!, day)).toMatchObject({ asked: 0, late: 0 });
    await expect(escalations.ask(lina, numberOf(soon), '再次')).rejects.toMatchObject({
      code: 'escalation_open',
    });
    await expect(escalations.ask(night[0]!, numberOf(soon), '看看')).rejects.toMatchObject({
      code: 'ticket_not_found',
    });
    await expect(escalations.askFor({ id: '999' }, late)).rejects.toMatchObject({
      code: 'ticket_not_found',
    });
  });
});

describe('a group robot', () => {
  const heard: { url: string; body: Record<string, unknown> }[] = [];
  let answer: object = { errcode: 0 };
  const vendor = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      heard.push({ url: request.url ?? '', body: JSON.parse(text) as Record<string, unknown> });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
  });
  beforeAll(() => new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => vendor.close(resolve)));
  const url = () => `http://127.0.0.1:${(vendor.address() as AddressInfo).port}/robot?key=k`;

  const speaks = async (kind: 'wecom' | 'feishu' | 'dingtalk', secret: string | null) => {
    await desk.platform.get(Robots).save({ key: 'group', name, vendor: kind, url: url(), secret });
    await ladder({ at: 'breach', whom: 'lead', by: ['robot'], robot: 'group' });
    desk.at('2026-11-27 10:00');
    const ticket = await desk.ticket('inquiry', 'P2');
    await passes('2026-11-27 11:00');
    const { id } = await desk.database.one<{ id: string }>(
      sql`select id from alert where ticket_id = ${ticket} and means = 'robot'`,
    );
    const jobs = sql`select count(*)::int as jobs from graphile_worker.jobs where key = ${`alert/${id}`}`;
    expect(await desk.database.one(jobs)).toEqual({ jobs: 1 });
    heard.length = 0;
    await desk.platform.get(RobotSpeech).tell({ alertId: id });
    await desk.platform.get(RobotSpeech).tell({ alertId: id });
    expect(heard).toHaveLength(1);
    const alerts = sql`select means, state, reason from alert where ticket_id = ${ticket} order by means`;
    return { ...heard[0]!, ticket, alerts: await desk.database.rows<object>(alerts) };
  };

  it('a robot of WeCom is given its text once', async () => {
    answer = { errcode: 0, errmsg: 'ok' };
    const { body, ticket, alerts } = await speaks('wecom', null);
    const text = expect.stringMatching(
      new RegExp(`P2 ${numberOf(ticket)} 已超时.*/tickets/${numberOf(ticket)}`, 's'),
    );
    expect(body).toEqual({ msgtype: 'text', text: { content: text } });
    expect(alerts).toEqual([{ means: 'robot', state: 'delivered', reason: null }]);
  });

  it('a robot of Feishu is given its text signed', async () => {
    answer = { code: 0 };
    const { body } = await speaks('feishu', 'SEC');
    const { timestamp, sign } = body as { timestamp: string; sign: string };
    expect(body).toMatchObject({ msg_type: 'text', content: { text: expect.any(String) } });
    expect(sign).toBe(createHmac('sha256', `${timestamp}\nSEC`).update('').digest('base64'));
  });

  it('a robot of DingTalk is given its text under a signed address, and its refusal is kept', async () => {
    answer = { errcode: 310000, errmsg: 'sign not match' };
    const spoken = await speaks('dingtalk', 'SEC');
    const asked = new URL(spoken.url, 'http://127.0.0.1');
    const timestamp = asked.searchParams.get('timestamp');
    const sign = createHmac('sha256', 'SEC').update(`${timestamp}\nSEC`).digest('base64');
    expect(asked.searchParams.get('sign')).toBe(sign);
    expect(spoken.alerts[0]).toEqual({ means: 'robot', state: 'refused', reason: 'dingtalk_310000' });
  });

  it('the address of a robot must be its vendor’s, and is not stored in the clear', async () => {
    const robots = desk.platform.get(Robots);
    const elsewhere = {
      key: 'x',
      name,
      vendor: 'wecom',
      url: 'https://10.0.0.1/hook',
      secret: null,
    } as const;
    await expect(robots.save(elsewhere)).rejects.toMatchObject({
      details: { fields: { url: 'not_of_vendor' } },
    });
    expect(await robots.list()).toEqual([{ key: 'group', name, vendor: 'dingtalk', signed: true }]);
    const kept = await desk.database.one<{ row: string }>(sql`select robot::text as row from robot`);
    expect(kept.row).not.toContain('127.0.0.1');
    expect(await robots.renew()).toBe(1);
  });

  it('a robot named by a ladder cannot be removed, and once it is gone the people are told themselves', async () => {
    const robots = desk.platform.get(Robots);
    await robots.save({ key: 'group', name, vendor: 'wecom', url: url(), secret: null });
    await ladder(
      { at: 'breach', whom: 'lead', by: ['robot'], robot: 'group' },
      { at: 'breach', afterSeconds: 10 * MINUTE, whom: 'admin', by: ['robot'], robot: 'group' },
    );
    desk.at('2026-11-27 10:00');
    const ticket = await desk.ticket('inquiry', 'P2');
    await passes('2026-11-27 11:00');
    await expect(robots.remove('group')).rejects.toMatchObject({
      ...{ code: 'robot_in_use', details: { policies: [name] } },
    });
    await ladder();
    await robots.remove('group');
    await passes('2026-11-27 11:10');
    const told = (member: Member) =>
      desk.database.rows(sql`
        select means, state from alert where ticket_id = ${ticket} and member_id = ${member.id}`);
    expect(await told(lead)).toEqual([{ means: 'console', state: 'delivered' }]);
    expect(await told(admin)).toEqual([{ means: 'console', state: 'delivered' }]);
  });
});
