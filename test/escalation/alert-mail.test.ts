import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sql } from '../../src/platform/database/index.js';
import { Alerting, EscalationRun } from '../../src/escalation/index.js';
import { CalendarChanges, PolicyPlans } from '../../src/sla/index.js';
import { AlertMail } from '../../src/escalation/alert-mail.service.js';
import type { Member } from '../../src/staff/index.js';
import { Desk } from '../sla/desk.js';

const name = { 'zh-CN': '邮件', en: 'By mail' };
const received: { from: string; to: string[]; source: string }[] = [];
let answer: { code: number } | null = null;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo: (_address, _session, done) =>
    done(answer && Object.assign(new Error('No'), { responseCode: answer.code })),
  onData: (stream, session, done) => {
    let source = '';
    stream.on('data', (chunk: Buffer) => (source += chunk.toString()));
    stream.on('end', () => {
      const { mailFrom, rcptTo } = session.envelope;
      received.push({
        from: mailFrom ? mailFrom.address : '',
        to: rcptTo.map(({ address }) => address),
        source,
      });
      done();
    });
  },
});

let desk: Desk;
let lead: Member;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  desk = await Desk.openWith({ SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'Huiyin <desk@shop.test>' });
  desk.at('2026-11-20 09:00');
  lead = await desk.member('lead');
  const admin = await desk.member('admin', 'finance');
  const ladder = [{ at: 'breach', whom: 'lead', by: ['email'] }] as const;
  await desk.platform.get(PolicyPlans).save(
    {
      ...{ key: 'mailed', name, conditions: { type: ['inquiry'] }, pausing: [], warnings: [] },
      ladder: ladder.map((step) => ({ ...step, by: [...step.by] })),
      targets: [{ metric: 'resolution', key: '', seconds: 3600, clock: 'wall', calendar: null, name: null }],
    },
    admin,
    { move: 'none' },
  );
  const others = await desk.database.rows<{ key: string }>(
    sql`select key from policy where key <> 'mailed' order by position`,
  );
  await desk.platform.get(PolicyPlans).reorder(['mailed', ...others.map(({ key }) => key)], 'none');
});
afterAll(async () => {
  await desk.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});
beforeEach(() => {
  received.length = 0;
  answer = null;
});

/** Makes a ticket that misses its target, up to the job that writes the mail. */
async function overdue(language: string): Promise<{ id: string; number: string }> {
  await desk.database.run(sql`update member set language = ${language} where id = ${lead.id}`);
  desk.at('2026-11-20 10:00');
  const ticket = await desk.ticket('inquiry', 'P1');
  desk.at('2026-11-20 11:00');
  await desk.sweep();
  await desk.platform.get(EscalationRun).sweep();
  await desk.platform.get(Alerting).sweep();
  const alert = await desk.database.one<{ id: string }>(
    sql`select id from alert where ticket_id = ${ticket}`,
  );
  const jobs = sql`select task_identifier as task from graphile_worker.jobs where key = ${`alert/${alert.id}`}`;
  expect(await desk.database.one(jobs)).toEqual({ task: 'sla.send_email' });
  return { id: alert.id, number: `T${100_000 + Number(ticket)}` };
}

const stateOf = (id: string) =>
  desk.database.one(sql`select state, reason, delivered_at is not null as told from alert where id = ${id}`);
const send = (alertId: string) => desk.platform.get(AlertMail).send({ alertId });
const bodyOf = (source: string) => {
  const [head = '', body = ''] = source.split(/\r\n\r\n(.*)/s);
  const quoted = /base64/i.test(head) ? Buffer.from(body, 'base64').toString() : body.replace(/=\r\n/g, '');
  return quoted.replace(/(=[0-9A-F]{2})+/g, (bytes) =>
    Buffer.from(bytes.replaceAll('=', ''), 'hex').toString(),
  );
};

it('an alert mail goes out once, in the language of the member, without a word of the customer', async () => {
  const { id, number } = await overdue('en');
  await send(id);
  await send(id);
  expect(received).toHaveLength(1);
  const [{ from, to, source }] = received as [(typeof received)[number]];
  expect([from, ...to]).toEqual(['desk@shop.test', lead.email]);
  expect(source).toMatch(new RegExp(`^Subject: P1 ${number}: overdue\r$`, 'm'));
  expect(source).toMatch(new RegExp(`^Message-ID: <alert-${id}@`, 'm'));
  expect(bodyOf(source)).toContain('Promise: solution, was due at 2026-11-20 11:00 (China Standard Time)');
  expect(bodyOf(source)).toContain(`/tickets/${number}`);
  expect(await stateOf(id)).toEqual({ state: 'delivered', reason: null, told: true });
});

it('an alert mail is in Chinese for members who read Chinese', async () => {
  const { id, number } = await overdue('zh-CN');
  await send(id);
  expect(bodyOf(received[0]!.source)).toContain(`工单 ${number}`);
});

it('an alert mail gives the local time of the department that has the ticket, and names its zone', async () => {
  const changes = desk.platform.get(CalendarChanges);
  const always = { mon: [['00:00', '24:00']] as const };
  await changes.save(
    {
      key: 'new_york',
      name: { 'zh-CN': '纽约', en: 'New York' },
      base: 'always',
      zone: 'America/New_York',
      week: always,
    },
    { move: 'none' },
  );
  await changes.give('support', 'new_york');
  const { id } = await overdue('en');
  await send(id);
  expect(bodyOf(received[0]!.source)).toContain('due at 2026-11-19 22:00 (Eastern Standard Time)');
  await changes.give('support', 'office');
});

it('an alert mail is tried again when the server is busy, and ends as refused when it is rejected', async () => {
  const { id } = await overdue('en');
  answer = { code: 451 };
  await expect(send(id)).rejects.toThrow();
  expect(await stateOf(id)).toMatchObject({ state: 'sending' });
  answer = { code: 550 };
  await send(id);
  expect(await stateOf(id)).toEqual({ state: 'refused', reason: 'smtp_550', told: false });
});
