import type { Belongings } from './callers.js';
import type { World } from './world.js';
import { CUSTOMERS } from '../support/cast.js';

/** Says which values stand for the parameters of an address: the first beginning that fits the route counts. */
export type Places = [start: RegExp, parameters: Record<string, string>][];

export function placesIn({ ticket, open, refund, ids, tokens, cast }: World, own: Belongings): Places {
  const { openid } = CUSTOMERS.xiaoming;
  return [
    [/tickets\/:number\/handoffs\/:id/, { number: open, id: ids.handoff }],
    [/tickets\/:number\/refund/, { number: refund }],
    [/tickets\/:number/, { number: ticket, timer: ids.timer, key: 'freeze' }],
    [/handoffs\/:id/, { id: ids.handoff }],
    [/refunds\/:id/, { id: ids.refund }],
    [/(inbox|conversations)\/:id/, { id: ids.talk }],
    [/customers\/:id/, { id: ids.customer, hold: '1', export: '1' }],
    [/messages\/:id/, { id: ids.message }],
    [/files\/:messageId/, { messageId: ids.message }],
    [/^\/(api\/v1\/)?deliveries\/:id/, { id: ids.delivery }],
    [/profile\/logins/, { id: own.login }],
    [/profile\/tokens/, { id: own.apiToken }],
    [/profile\/accounts/, { key: 'scan' }],
    [/invitations\/:token/, { token: tokens.invitation, key: 'scan' }],
    [/^\/t\//, { token: tokens.tracking }],
    [/^\/f\//, { token: tokens.file }],
    [/sandbox/, { openid, mediaId: 'picture', file: 'phone.css' }],
    [/staff\/invitations/, { id: ids.invitation }],
    [/settings\/holds/, { hold: '1' }],
    [/settings\/sessions/, { id: cast.staff.lina.id, key: 'scan', login: own.login, token: own.apiToken }],
    [/api\/v1\/tokens/, { id: own.apiToken }],
    [/api\/v1\/sessions/, { id: own.login }],
    [/staff\/:id\/sessions/, { id: cast.staff.lina.id, session: own.login }],
    [/settings\/staff/, { id: cast.staff.zhaolei.id }],
    [/settings\/refunds\/members/, { id: cast.staff.wangfang.id }],
    [/settings\/departments/, { id: cast.departments.quality }],
    [/calendars\/departments/, { department: 'support' }],
    [/settings\/channels/, { key: 'wechat' }],
    [/settings\/oncall/, { key: 'night', id: '1' }],
    [/settings\/providers\/new/, { kind: 'oidc' }],
    [/settings\/providers|^\/login\//, { key: 'scan' }],
    [/settings\/alerting/, { key: 'group' }],
    [/settings\/calendars/, { key: 'office' }],
    [/settings\/(promises|ladders)/, { key: 'refund' }],
    [/./, { id: '1', key: 'wechat' }],
  ];
}

/** Nothing is at these addresses without a query. */
const QUERIES: Record<string, string> = {
  'GET /reports/promises/tickets': '?metric=resolution&result=broken',
};

export function addressOf(route: string, places: Places): string {
  const path = route.slice(route.indexOf(' ') + 1);
  const parameters = places.find(([start]) => start.test(path))![1];
  const address = path.replaceAll(/:(\w+)/g, (_, name: string) => parameters[name] ?? `missing-${name}`);
  return address + (QUERIES[route] ?? '');
}

const NOTE = { note: '已处理' };

/** These bodies are sent where an empty one would be refused before the rights of the caller are asked for. */
export const BODIES: Record<string, Record<string, unknown>> = {
  'POST /settings/second-factor': { asked: 'roles' },
  'POST /login': { email: 'lina@huiyin.example', password: 'huiyin-demo-2026' },
  'POST /invitations/:token': { name: '新人', password: 'huiyin-demo-2027' },
  'POST /tickets/:number/words': { as: 'reply', text: '您好' },
  'POST /tickets/:number/handoffs': { department: 'technical', note: '请看' },
  'POST /tickets/:number/handoffs/:id/return': { reason: '不是我们的' },
  'POST /tickets/:number/holds': { reason: '等货' },
  'POST /tickets/:number/resolution': NOTE,
  'POST /tickets/:number/escalations': { why: '客户很急' },
  'POST /inbox/:id/replies': { text: '您好' },
  'POST /inbox/:id/tickets': { subject: '物流', type: 'inquiry' },
  'POST /deliveries/:id/call-results': { reached: 'yes', note: '好' },
  'PATCH /api/v1/tickets/:number': { subject: '物流' },
  'POST /api/v1/tickets/:number/replies': { text: '您好' },
  'POST /api/v1/tickets/:number/notes': { text: '看过' },
  'POST /api/v1/tickets/:number/holds': { reason: '等货' },
  'PUT /api/v1/tickets/:number/resolution': NOTE,
  'POST /api/v1/tickets/:number/escalations': { why: '客户很急' },
  'POST /api/v1/tickets/:number/handoffs': { department: 'technical', note: '请看' },
  'PUT /api/v1/tickets/:number/refund': { order: '', amount: '', reason: '' },
  'PATCH /api/v1/handoffs/:id': { state: 'accepted' },
  'POST /api/v1/refunds/:id/approvals': { version: 9 },
  'POST /api/v1/refunds/:id/rejection': { version: 9, reason: '' },
  'POST /api/v1/refunds/:id/withdrawal': { version: 9 },
  'PUT /api/v1/refunds/:id/payment': { version: 9, voucher: ' ' },
  'PATCH /api/v1/customers/:id': { name: '陈晓' },
  'POST /api/v1/customers/:id/erasure': { name: '另一位' },
  'POST /api/v1/customers/:id/holds': { subject: { type: 'customer', id: '1' }, reason: '诉讼' },
  'POST /api/v1/deliveries/:id/settlement': { arrived: true },
  'POST /api/v1/deliveries/:id/call-results': { reached: true },
  'POST /api/v1/conversations/:id/messages': { text: '您好' },
};

/** Returns the name of the field for a file, if the route waits for a file. */
export function fileFieldOf(route: string): string | undefined {
  if (route.endsWith('/pictures')) return 'picture';
  if (route.endsWith('/media/upload')) return 'media';
  return /^POST .*\/files$/.test(route) ? 'file' : undefined;
}
