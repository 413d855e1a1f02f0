import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiDesk } from './desk.js';

let desk: ApiDesk;
let ticket: string;
beforeAll(async () => {
  desk = await ApiDesk.open();
  ticket = (await desk.ticket('xiaohong', '我要投诉,商品破损')).number;
});
afterAll(() => desk.close());

describe('a list', () => {
  it.each([
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=1.5',
    'limit=many',
    'limit=5&limit=6',
    'limit[]=5',
    'cursor=nonsense',
    'cursor=WyJhIl0',
    'cursor=WyI5OTk5OTk5OTk5OTk5OTk5OTk5OTk5Il0',
    'cursor[a]=b',
    'unknown=1',
  ])('a list is refused with 400 for ?%s', async (query) => {
    const paths = ['tickets', 'refunds', 'conversations', 'customers', 'departments', 'types', 'staff'];
    for (const path of [...paths, `tickets/${ticket}/events`, `tickets/${ticket}/notes`]) {
      const { status } = await desk.as(desk.cast.staff.lina, `${path}?${query}`);
      expect({ path, status }).toEqual({ path, status: 400 });
    }
  });

  it.each([
    'status=foo',
    'status=new,foo',
    'status=',
    'priority=P9',
    'department=nowhere',
    'type=nothing',
    'assignee=李娜',
    'customer=x',
    'sort=random',
    'status=new&status=open',
  ])('a list of tickets is refused with 400 for ?%s', async (query) => {
    expect((await desk.as(desk.cast.staff.lina, `tickets?${query}`)).status).toBe(400);
  });

  it('the lists of refunds and conversations refuse unknown states too', async () => {
    const { lina } = desk.cast.staff;
    expect((await desk.as(lina, 'refunds?state=foo')).status).toBe(400);
    expect((await desk.as(lina, 'conversations?state=foo')).status).toBe(400);
    expect((await desk.as(lina, 'conversations?assignee=foo')).status).toBe(400);
  });

  it('a broken instant in a cursor is treated as a broken cursor', async () => {
    const cursor = (values: string[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
    const { lina } = desk.cast.staff;
    for (const at of ['2026-02-31T00:00:00.000Z', '2026-99-01T00:00:00.000Z', '0000-01-01T00:00:00.000Z']) {
      expect((await desk.as(lina, `conversations?cursor=${cursor([at, '1'])}`)).status).toBe(400);
      expect((await desk.as(lina, `tickets?sort=due&cursor=${cursor([at, '1'])}`)).status).toBe(400);
    }
    const far = cursor(['999999999999999999', '999999999999999999']);
    expect((await desk.as(lina, `departments?cursor=${far}`)).json).toEqual({ data: [], next: null });
  });
});

describe('a body', () => {
  const send = (raw: string, headers = {}) =>
    desk.as(desk.cast.staff.lina, `tickets/${ticket}/notes`, { method: 'POST', raw, headers });

  it('a body that is not JSON is refused', async () => {
    expect(await send('{"text": ')).toMatchObject({ status: 400, json: { code: 'malformed_json' } });
    expect((await send('{"text": "x"}', { 'content-type': 'text/plain' })).status).toBe(415);
  });

  it.each([
    '[]',
    '[{"text": "x"}]',
    '{}',
    '""',
    'null',
    '{"text": 1}',
    '{"text": null}',
    '{"text": {"a": 1}}',
    '{"text": ""}',
    '{"text": "  "}',
  ])('a body of %s is refused, never a 500', async (raw) => {
    expect([400, 422]).toContain((await send(raw)).status);
  });

  it('a body with an unknown field is refused, and the field is never stripped', async () => {
    const { status, json } = await send('{"text": "x", "colour": "red"}');
    expect({ status, json }).toMatchObject({
      status: 422,
      json: {
        code: 'invalid',
        fields: { colour: 'unknown_field' },
        detail: 'colour: There is no such field',
      },
    });
  });

  it.each([
    ['text', '{"text": "a\\u0000b"}'],
    ['text', '{"text": "a\\ud800b"}'],
    ['text', '{"text": "a\\udc00\\ud800b"}'],
    ['fields.order', '{"fields": {"order": "\\ud800"}}'],
    ['texts.1', '{"texts": ["a", "\\u0000"]}'],
    ['a\uFFFD', '{"a\\ud800": "b"}'],
  ])('a body whose %s cannot be stored is refused with 400, and the field is named', async (field, raw) => {
    const { status, json } = await send(raw);
    expect({ status, json }).toMatchObject({ status: 400, json: { code: 'unreadable_text' } });
    expect(json.fields).toEqual({ [field]: 'unreadable_text' });
  });

  it('a body that is nested too deep is refused, and a whole surrogate pair is accepted', async () => {
    const deep = `{"text": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(await send(deep)).toMatchObject({ status: 400, json: { code: 'too_deep' } });
    expect((await send('{"text": "\\ud83d\\ude00"}')).status).toBe(201);
  });

  it.each([
    { subject: null },
    { type: null },
    { priority: null },
    { fields: null },
    { version: null },
    { version: '1' },
    { fields: { order: { a: 1 } } },
    { fields: ['a'] },
    { fields: { 'a b': 'c' } },
    { priority: 'P7' },
    { type: 'nothing' },
    { status: 'resolved' },
    { assignee: 'none' },
    { number: 'T1' },
  ])('a body that changes a ticket to %j is refused', async (body) => {
    expect((await desk.patch(desk.cast.staff.lina, `tickets/${ticket}`, body)).status).toBe(422);
  });

  it.each([
    {},
    { subject: 'x', type: 'inquiry' },
    { subject: ' ', type: 'inquiry', customer: 'own' },
    { subject: 'x', type: 'nothing', customer: 'own' },
    { subject: 'x', type: 'inquiry', customer: '999999' },
    { subject: 'x', type: 'inquiry', conversation: '999999' },
    { subject: 'x', type: 'inquiry', customer: 'own', department: 'nowhere' },
  ])('a body that opens a ticket with %j is refused', async (given) => {
    const own = desk.cast.customers.xiaohong.customerId;
    const body = 'customer' in given && given.customer === 'own' ? { ...given, customer: own } : given;
    expect((await desk.post(desk.cast.staff.lina, 'tickets', body)).status).toBe(422);
  });

  it.each([
    ['handoffs', { department: 'finance', note: ' ' }],
    ['handoffs', { department: 'nowhere', note: 'x' }],
    ['handoffs', { department: 'support', note: 'x' }],
    ['holds', { reason: ' ' }],
    ['holds', { reason: 'x', until: 'tomorrow' }],
    ['holds', { reason: 'x', until: '2020-01-01T00:00:00Z' }],
    ['holds', { reason: 'x', until: '2036-01-01T00:00:00' }],
    ['holds', { reason: 'x', until: '2036-W10-2' }],
    ['holds', { reason: 'x', until: '2036-02-31T00:00:00Z' }],
    ['replies', { text: 'x'.repeat(5_001) }],
  ])('a body for %s with %j is refused', async (what, body) => {
    expect((await desk.post(desk.cast.staff.lina, `tickets/${ticket}/${what}`, body)).status).toBe(422);
  });
});

describe('a refusal', () => {
  it.each([
    ['tickets', { type: 'inquiry', customer: 'x' }, { subject: 'required', customer: 'unknown' }],
    ['tickets', { subject: 'x'.repeat(201), type: 'Inquiry' }, { subject: 'too_long:200', type: 'bad_key' }],
    ['notes', { text: 1 }, { text: 'invalid' }],
    ['holds', { reason: 'x', until: 'tomorrow' }, { until: 'bad_moment' }],
    ['holds', { reason: ' ' }, { reason: 'required' }],
  ])('a refusal of %s with %j names the path and the code of each fault', async (what, body, fields) => {
    const path = what === 'tickets' ? what : `tickets/${ticket}/${what}`;
    const { json } = await desk.post(desk.cast.staff.lina, path, body);
    expect(json).toMatchObject({ code: 'invalid', fields });
  });

  it('a refusal is told in English, and in Chinese to callers who prefer it', async () => {
    const told = async (language: string, path: string, body: object) => {
      const headers: Record<string, string> = language ? { 'accept-language': language } : {};
      const sent = { method: 'POST', body, headers };
      return (await desk.as(desk.cast.staff.lina, path, sent)).json.detail;
    };
    const long = { text: 'x'.repeat(10_001) };
    expect(await told('', `tickets/${ticket}/notes`, long)).toBe('text: At most 10,000 characters');
    expect(await told('zh-CN', `tickets/${ticket}/notes`, long)).toBe('text: 最多 10,000 个字');
    expect(await told('fr', 'tickets/T1/notes', long)).toBe('text: At most 10,000 characters');
    const words = { text: 'x' };
    expect(await told('', 'tickets/T1/notes', words)).toBe('There is no such ticket that you may see');
    expect(await told('zh', 'tickets/T1/notes', words)).toBe('没有这张工单，或您无权查看');
  });
});

describe('an address', () => {
  it.each([
    'tickets/T0',
    'tickets/abc',
    'tickets/T1000011000011000011',
    'tickets/%00',
    'conversations/abc',
    'conversations/99999999999999999999',
    'customers/-1',
    'refunds/1e3',
    'handoffs/x',
    'deliveries/9999999',
    'nothing',
  ])('the address %s is not found', async (path) => {
    expect((await desk.as(desk.cast.staff.wutao, path)).status).toBe(404);
  });
});

describe('a change', () => {
  it('a change based on an older version is refused, and the answer names the present version', async () => {
    const { lina } = desk.cast.staff;
    const { version } = (await desk.as(lina, `tickets/${ticket}`)).json;
    const changed = await desk.patch(lina, `tickets/${ticket}`, { subject: '商品破损', version });
    expect(changed).toMatchObject({ status: 200, json: { subject: '商品破损' } });
    expect(changed.json.version).toBeGreaterThan(version);
    expect(await desk.patch(lina, `tickets/${ticket}`, { subject: '别的', version })).toMatchObject({
      status: 409,
      json: { code: 'changed_meanwhile', version: changed.json.version },
    });
  });

  it('a change that the lifecycle does not allow is refused, and the answer names the present state', async () => {
    expect(await desk.delete(desk.cast.staff.lina, `tickets/${ticket}/holds`)).toMatchObject({
      status: 409,
      json: { status: 409, code: 'not_allowed_now', state: 'new' },
    });
  });

  it('a change happens as a whole or not at all', async () => {
    const { lina, wangfang } = desk.cast.staff;
    const refused = await desk.patch(lina, `tickets/${ticket}`, { priority: 'P0', assignee: wangfang.id });
    expect(refused).toMatchObject({
      status: 422,
      json: { fields: { assignee: 'not_colleague' } },
    });
    expect((await desk.as(lina, `tickets/${ticket}`)).json).toMatchObject({ priority: 'P2', assignee: null });
  });

  it('a change to the present values changes nothing', async () => {
    const { lina } = desk.cast.staff;
    await desk.patch(lina, `tickets/${ticket}`, { assignee: lina.id, status: 'waiting_on_customer' });
    const { json } = await desk.as(lina, `tickets/${ticket}`);
    expect(json).toMatchObject({ status: 'waiting_on_customer', assignee: { id: lina.id } });
    const same = { assignee: lina.id, status: 'waiting_on_customer', priority: 'P2', type: 'complaint' };
    expect((await desk.patch(lina, `tickets/${ticket}`, same)).json).toEqual(json);
    const free = await desk.patch(lina, `tickets/${ticket}`, { assignee: null, status: 'open' });
    expect(free.json).toMatchObject({ status: 'open', assignee: null });
  });
});
