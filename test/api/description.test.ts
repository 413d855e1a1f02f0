import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiDesk, type Json } from './desk.js';

interface Schema {
  $ref?: string;
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  nullable?: boolean;
  allOf?: Schema[];
  enum?: string[];
  additionalProperties?: unknown;
}
interface Operation {
  summary: string;
  tags: string[];
  security: unknown[];
  parameters: { name: string; in: string }[];
  responses: Record<string, { content: Record<string, { schema: Schema }> }>;
}
interface Description {
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; securitySchemes: object };
}

let desk: ApiDesk;
let description: Description;
beforeAll(async () => {
  desk = await ApiDesk.open();
  const response = await fetch(`${desk.server.url}/api/openapi.json`);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  description = (await response.json()) as Description;
});
afterAll(() => desk.close());

/**
 * Returns the first way in which a value differs from the schema, or null. A field that the schema does not name
 * counts too.
 */
function fault(value: unknown, schema: Schema, at = '$'): string | null {
  const real = resolved(schema);
  if (value === null) return schema.nullable || real.nullable ? null : `${at} is null`;
  if (real.enum && !real.enum.includes(value as string)) return `${at} is ${JSON.stringify(value)}`;
  if (real.type === 'array') return faultOfArray(value, real, at);
  if (real.type === 'object') return faultOfObject(value, real, at);
  const wanted = real.type === 'integer' ? 'number' : real.type;
  return typeof value === wanted ? null : `${at} is no ${real.type}: ${JSON.stringify(value)}`;
}

function faultOfArray(value: unknown, schema: Schema, at: string): string | null {
  if (!Array.isArray(value)) return `${at} is no array`;
  for (const [index, item] of value.entries()) {
    const found = fault(item, schema.items!, `${at}[${index}]`);
    if (found) return found;
  }
  return null;
}

function faultOfObject(
  value: unknown,
  { properties, required = [], additionalProperties }: Schema,
  at: string,
) {
  if (typeof value !== 'object') return `${at} is no object`;
  if (!properties) return additionalProperties ? null : `${at} is not described`;
  const fields = value as Record<string, unknown>;
  const missing = required.find((name) => !(name in fields));
  if (missing) return `${at}.${missing} is missing`;
  for (const [name, inner] of Object.entries(fields)) {
    const found = properties[name]
      ? fault(inner, properties[name], `${at}.${name}`)
      : `${at}.${name} is unknown`;
    if (found) return found;
  }
  return null;
}

function resolved(schema: Schema): Schema {
  const [part] = schema.allOf ?? [];
  const ref = schema.$ref ?? part?.$ref;
  return ref ? description.components.schemas[ref.replace('#/components/schemas/', '')]! : schema;
}

function described(path: string, method: string, status: number): Schema {
  const answer = description.paths[`/api/v1/${path}`]?.[method]?.responses[String(status)];
  expect(answer, `${method} ${path} ${status}`).toBeDefined();
  return answer!.content['application/json']!.schema;
}

describe('the description', () => {
  it('the description of the API names the version of the package and the token', () => {
    expect(description.info).toMatchObject({ title: 'Huiyin 回音', version: '0.1.0' });
    expect(description.components.securitySchemes).toHaveProperty('bearer');
  });

  it('the description names every address of the API, with summary, tag, token and errors', () => {
    const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ at: `${method} ${path}`, method, operation })),
    );
    expect(Object.keys(description.paths)).toEqual(
      expect.arrayContaining(EXPECTED.map((path) => `/api/v1/${path}`)),
    );
    for (const { at, method, operation } of operations) {
      expect(operation.summary, at).toBeTruthy();
      expect(operation.tags, at).toHaveLength(1);
      expect(operation.security, at).toEqual([{ bearer: [] }]);
      expect(operation.responses['4XX']!.content, at).toHaveProperty('application/problem+json');
      const names = (operation.parameters ?? []).map(({ name }) => name);
      // The answer holds a secret, so that it is not kept for a repeat.
      const isRepeatable = method !== 'get' && at !== 'post /api/v1/tokens';
      expect(names.includes('Idempotency-Key'), at).toBe(isRepeatable);
    }
  });

  it('words that a program sends and words that are revealed to it are two shapes', () => {
    const { Words, RevealedWords } = description.components.schemas;
    expect(Object.keys(Words!.properties!)).toEqual(['text']);
    expect(Object.keys(RevealedWords!.properties!)).toEqual(['id', 'text']);
  });

  it('every answer of the API has the shape that its description says', async () => {
    const { lina, wangfang, wutao } = desk.cast.staff;
    const { number } = await desk.ticket('zhoujie', '我要退款,订单 20261120888888,12.00元');
    const reply = await desk.post(lina, `tickets/${number}/replies`, { text: '您好' });
    const offer = await desk.post(lina, `tickets/${number}/handoffs`, {
      department: 'finance',
      note: '请退',
    });
    const beforeAnswer = await desk.as(lina, `tickets/${number}`);
    await desk.patch(wangfang, `handoffs/${offer.json.id}`, { state: 'accepted' });
    const wish = { order: '1', amount: '12', currency: 'CNY', reason: '破损' };
    const refund = await desk.put(wangfang, `tickets/${number}/refund`, wish);
    const { id } = (await desk.as(lina, 'conversations')).json.data[0]!;
    const answers: [string, string, number, Json][] = [
      ['tickets/{number}', 'get', 200, beforeAnswer.json],
      ['tickets/{number}/replies', 'post', 201, reply.json],
      ['tickets/{number}/handoffs', 'post', 201, offer.json],
      ['tickets/{number}/refund', 'put', 200, refund.json],
    ];
    for (const [path, real] of [
      ['tickets', 'tickets'],
      ['tickets/{number}', `tickets/${number}`],
      ['tickets/{number}/events', `tickets/${number}/events`],
      ['tickets/{number}/notes', `tickets/${number}/notes`],
      ['tickets/{number}/deliveries', `tickets/${number}/deliveries`],
      ['tickets/{number}/handoffs', `tickets/${number}/handoffs`],
      ['tickets/{number}/timers', `tickets/${number}/timers`],
      ['refunds', 'refunds'],
      ['conversations', 'conversations'],
      ['conversations/{id}/messages', `conversations/${id}/messages`],
      ['customers', 'customers'],
      ['departments', 'departments'],
      ['types', 'types'],
      ['staff', 'staff'],
      ['deliveries/{id}', `deliveries/${reply.json.deliveryId}`],
    ] as const) {
      const { status, json } = await desk.as(wutao, real);
      expect(status, real).toBe(200);
      if ('data' in json) expect(json.data, real).not.toEqual([]);
      answers.push([path, 'get', 200, json]);
    }
    for (const [path, method, status, json] of answers)
      expect({ path, fault: fault(json, described(path, method, status)) }).toEqual({ path, fault: null });
  });

  it('a refusal of the API has the shape that its description says', async () => {
    const { json } = await desk.as(desk.cast.staff.lina, 'tickets/T1');
    expect(fault(json, { $ref: '#/components/schemas/Problem' })).toBeNull();
  });
});

describe('the documentation pages', () => {
  it('the documentation pages contain nothing from elsewhere and nothing inline', async () => {
    const page = await fetch(`${desk.server.url}/api/docs`);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const html = await page.text();
    expect(html).not.toMatch(/https?:|<style|style=|<script>/);
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
    expect(parts).toHaveLength(4);
    for (const path of parts) expect((await fetch(desk.server.url + path)).status, path).toBe(200);
    expect((await fetch(`${desk.server.url}/api/docs/package.json`)).status).toBe(404);
  });
});

const EXPECTED = [
  'tickets',
  'tickets/{number}',
  'tickets/{number}/claim',
  'tickets/{number}/events',
  'tickets/{number}/replies',
  'tickets/{number}/notes',
  'tickets/{number}/handoffs',
  'tickets/{number}/holds',
  'tickets/{number}/resolution',
  'tickets/{number}/refund',
  'tickets/{number}/deliveries',
  'tickets/{number}/timers',
  'handoffs/{id}',
  'refunds',
  'refunds/{id}',
  'refunds/{id}/approvals',
  'refunds/{id}/rejection',
  'refunds/{id}/withdrawal',
  'refunds/{id}/payment',
  'conversations',
  'conversations/{id}',
  'conversations/{id}/messages',
  'conversations/{id}/claim',
  'conversations/{id}/end',
  'customers',
  'customers/{id}',
  'departments',
  'staff',
  'types',
  'deliveries/{id}',
  'deliveries/{id}/cancel',
  'deliveries/{id}/retry',
];
