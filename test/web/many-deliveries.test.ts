import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Replies } from '../../src/conversations/index.js';
import { sql } from '../../src/platform/database/index.js';
import { ApiTokens } from '../../src/staff/index.js';
import { type Desk, Workbench, wordsOf } from './workbench.js';

let bench: Workbench;
let lina: Desk;
beforeAll(async () => {
  bench = await Workbench.open();
  lina = await bench.desk('lina');
  for (const customer of ['wuyan', 'xiaoming', 'zhoujie'] as const) await bench.says(customer, '你好');
});
afterAll(() => bench.close());

async function unknown(customer: 'wuyan' | 'xiaoming' | 'zhoujie', count: number): Promise<void> {
  const { identityId } = bench.cast.customers[customer];
  for (let more = 0; more < count; more += 1)
    await bench.server.get(Replies).say(bench.cast.staff.lina, { identityId, text: `回复 ${more}` });
  await bench.rows(sql`
    update delivery set state = 'unknown', due_at = null, reason = 'no_answer', claimed_at = now(), settled_at = now()
     where identity_id = ${identityId} and state = 'planned' and purpose = 'reply'`);
}
const states = () =>
  bench.rows<{ state: string; count: number }>(
    sql`select state, count(*)::int count from delivery where purpose = 'reply' group by state order by state`,
  );
const fieldsIn = (html: string, act: string) => {
  const [form = ''] = html
    .split('action="/deliveries/decisions"')
    .filter((part) => part.includes(`many-${act}`));
  return Object.fromEntries(
    [...form.matchAll(/name="(decision|state|account|purpose|upTo)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );
};

describe('fault 42: a list of deliveries that is settled at once', () => {
  it('a whole list is settled with a count, and what came later is left alone', async () => {
    await unknown('wuyan', 3);
    const page = await lina.get('/deliveries?state=unknown');
    expect(wordsOf(page.html)).toContain('其中 3 条可由您处理');
    await unknown('xiaoming', 2);
    const sent = await lina.post('/deliveries/decisions', fieldsIn(page.html, 'arrived'));
    expect(sent.status).toBe(303);
    expect(wordsOf((await lina.get('/deliveries?state=unknown')).html)).toContain('已处理 3 条');
    expect(await states()).toEqual([
      { state: 'accepted', count: 3 },
      { state: 'unknown', count: 2 },
    ]);
  });

  it('a member who may only read decides about none', async () => {
    const wangfang = await bench.desk('wangfang');
    const [{ newest } = { newest: '' }] = await bench.rows<{ newest: string }>(
      sql`select max(id)::text newest from delivery`,
    );
    const typed = { decision: 'cancel', state: 'unknown', account: '', purpose: '', upTo: newest };
    expect((await wangfang.post('/deliveries/decisions', typed)).status).toBe(303);
    expect(await states()).toContainEqual({ state: 'unknown', count: 2 });
  });

  it('a decision that is none of the list is refused', async () => {
    const typed = { decision: 'deliver', state: 'unknown', account: '', purpose: '', upTo: '1' };
    expect((await lina.post('/deliveries/decisions', typed)).status).toBe(422);
    expect(await states()).toContainEqual({ state: 'unknown', count: 2 });
  });

  it('a program settles a list, and is told how many and whether there are more', async () => {
    const { token } = await bench.server
      .get(ApiTokens)
      .create(bench.cast.staff.lina.id, 'script', bench.cast.staff.lina);
    const answer = await fetch(`${bench.server.url}/api/v1/deliveries/decisions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ decision: 'not_arrived', state: 'unknown' }),
    });
    expect([answer.status, await answer.json()]).toEqual([200, { decided: 2, more: false }]);
    expect(await states()).toContainEqual({ state: 'refused', count: 2 });
  });

  it('an address that names an unknown purpose shows no raw key', async () => {
    const { html } = await lina.get('/deliveries?state=unknown&purpose=moon_landing');
    expect(wordsOf(html)).toContain('moon_landing');
    expect(wordsOf(html)).not.toContain('purpose.moon_landing');
  });
});
