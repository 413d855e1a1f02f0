import { Jobs } from '../../src/platform/jobs/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import type { Program } from './program.js';
import type { World } from './world.js';

const NAMES = { 'name[zh-CN]': '新名', 'name[en]': 'New name' };
const TURNS = {
  ...{ zone: 'Asia/Shanghai', startsOn: '2026-01-05', handover: '09:00', days: '7', region: 'HK' },
};

/** What an administrator has to deal with stands on no page while there is none of it. */
export async function trouble(program: Program, world: World): Promise<void> {
  const { cast } = world;
  await secondFactor(program, world);
  const database = program.get(Database);
  await database.run(sql`
    insert into inbound_envelope (account_id, key, received_at, body, state, error, attempts)
    select account_id, 'again', received_at, body, 'failed', 'Error: it failed', 3
      from inbound_envelope where state = 'handled' limit 1`);
  for (const envelopeId of ['1', '2'])
    await database.transaction(() => program.get(Jobs).enqueue('conversations.replay', { envelopeId }));
  await database.run(
    sql`update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'no way'`,
  );
  await database.run(sql`
    insert into wechat_pause (account_id, api, until, reason)
    select id, '/cgi-bin/message/custom/send', now() + interval '1 day', 'daily_quota'
      from channel_account where key = 'wechat'`);
  await database.run(sql`
    insert into roster_substitute (roster_id, member_id, substitute_id, starts_at, ends_at)
    select id, ${cast.staff.lina.id}, ${cast.staff.zhaolei.id}, now() + interval '1 day', now() + interval '2 days' from roster`);
  await database.run(sql`insert into setting (key, value) values ('passwords_off', 'true')`);
}

/** A member whose second factor can be reset. */
async function secondFactor(program: Program, { cast }: World): Promise<void> {
  await program.get(Database).run(sql`
    insert into second_factor (member_id, secret_cipher, last_step, created_at)
    values (${cast.staff.lina.id}, 'none', 0, now())`);
}

/** Of these nothing that the page draws is sent along. */
export const WHOLE = ['POST /settings/channels/:key/menu'];

/** What somebody types, where the form as it is drawn would be refused. */
export const TYPED: Record<string, (world: World) => Record<string, string>> = {
  'POST /profile': () => ({ name: '吴涛二', alias: '小吴', language: 'zh-CN' }),
  'POST /profile/password': () => ({ current: 'huiyin-demo-2026', wanted: 'geheim-feather-lantern-41' }),
  'POST /profile/tokens': () => ({ name: '日报', 'scopes[]': 'read', days: '90' }),
  'POST /invitations/:token': () => ({ name: '新人', password: 'geheim-feather-lantern-42' }),
  'POST /settings/channels': () => ({
    ...{ key: 'other', originalId: 'gh_other', appId: 'wx0000000000000003', mode: 'safe', type: 'service' },
    ...{ appSecret: 'geheim-app', token: 'geheim', aesKey: 'b'.repeat(43), department: 'support' },
  }),
  'POST /settings/channels/:key': () => ({
    ...{ name: '另一家店', token: 'geheim-token' },
    ...{ type: 'service', mode: 'safe', verified: 'yes', department: 'support' },
  }),
  'POST /settings/channels/:key/templates': () => ({
    ...{ purpose: 'resolved', language: 'zh-CN', templateId: 'template-1' },
    fields: 'character_string1 = number',
  }),
  'POST /settings/contact': () => ({ holdsBack: 'no', calls: 'no' }),
  'POST /settings/contact/rules': () => ({
    ...{ source: 'message', allowance: '5', seconds: '48', unit: 'hours', since: '2036-01-07T09:00' },
  }),
  'POST /settings/contact/rules/withdrawal': () => ({ source: 'message', since: SINCE.toISOString() }),
  'POST /settings/retention': () => ({
    deliveries: '400',
    messages: '800',
    tickets: '1500',
    events: '1600',
    envelopes: '60',
  }),
  'POST /settings/departments': () => ({ key: 'returns', ...NAMES }),
  'POST /settings/departments/:id': () => NAMES,
  'POST /settings/calendars/departments/:department': () => ({ calendar: 'office', move: 'none' }),
  'POST /settings/calendars/holidays': () => ({
    list: JSON.stringify({
      region: 'CN',
      year: 2031,
      days: [{ name: '元旦', date: '2031-01-01', isOffDay: true }],
    }),
    move: 'none',
  }),
  'POST /settings/calendars': () => ({ ...NAMES, base: 'office', move: 'none' }),
  'POST /settings/calendars/:key': () => ({ ...NAMES, move: 'none' }),
  'POST /settings/promises': () => ({ ...NAMES, 'targets[resolution][amount]': '8', move: 'none' }),
  'POST /settings/promises/:key': () => ({ ...NAMES, move: 'none' }),
  'POST /settings/promises/:key/toggle': () => ({ move: 'none' }),
  'POST /settings/promises/order': () => ({ up: 'p3', move: 'none' }),
  'POST /settings/channels/:key/menu': () => ({
    '0[name]': '问我',
    '0[does]': 'answer',
    '0[key]': 'ask',
    '0[answer]': '好',
  }),
  'POST /settings/operations/release': () => ({ original: 'stopped' }),
  'POST /settings/triage': () => ({ hours: '12' }),
  'POST /settings/types/:key': () => ({ reopenDays: '9' }),
  'POST /settings/refunds/limits': () => ({ currency: 'CNY', most: '5000' }),
  'POST /settings/alerting/quiet': () => ({ on: 'yes', from: '22:00', to: '08:00', zone: 'Asia/Shanghai' }),
  'POST /settings/alerting/robots': () => ({ ...NAMES, ...ROBOT, secret: 'geheim' }),
  'POST /settings/alerting/robots/:key': () => ({ ...NAMES, vendor: 'wecom' }),
  'POST /settings/providers/new/:kind': () => ({
    ...{ ...NAMES, key: 'company', secret: 'geheim-client' },
    ...{ 'settings[issuer]': 'https://id.example.com', 'settings[clientId]': 'huiyin' },
  }),
  'POST /settings/providers/:key': () => ({ ...NAMES, 'settings[agentId]': '1000003', enabled: 'yes' }),
  'POST /settings/oncall': ({ cast }) => ({ ...NAMES, ...TURNS, 'memberIds[0]': cast.staff.lina.id }),
  'POST /settings/oncall/:key': ({ cast }) => ({ ...NAMES, 'memberIds[0]': cast.staff.lina.id }),
  'POST /settings/oncall/:key/substitutes': ({ cast }) => ({
    ...{ memberId: cast.staff.lina.id, substituteId: cast.staff.zhaolei.id },
    ...{ startsAt: '2036-01-07T09:00', endsAt: '2036-01-08T09:00' },
  }),
  'POST /settings/staff/:id': ({ cast }) => ({ role: 'lead', 'departments[0]': cast.departments.technical }),
  'POST /settings/staff/invitations': ({ cast }) => ({
    ...{ email: 'another@huiyin.example', name: '又一人', role: 'agent' },
    'departments[0]': cast.departments.support,
  }),
};

/** What a program sends to the API. */
export const CALLED: Record<string, { path?: string; body: object }> = {
  'POST /api/v1/tokens': { body: { name: 'child', scopes: ['read'] } },
  'DELETE /api/v1/tokens/:id': { body: {} },
  'PATCH /api/v1/types/:key': { path: '/api/v1/types/refund', body: { reopenDays: 8 } },
};

/** What the form `2036-01-07T09:00` means in the shop's time zone. */
const SINCE = new Date('2036-01-07T09:00:00+08:00');
const ROBOT = {
  vendor: 'wecom',
  url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim',
};
