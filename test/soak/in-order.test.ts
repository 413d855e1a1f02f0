import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Installation } from '../story/installation.js';
import { inLanes } from '../story/lanes.js';
import { push, text } from '../story/wire.js';
import type { Program } from '../support/program.js';

const CUSTOMERS = 12;
const MESSAGES = 30;
/** One message of each customer cannot be handled until so many are acknowledged. */
const TROUBLE = CUSTOMERS * 6;

let shop: Installation;
beforeAll(async () => {
  shop = await Installation.onServer();
  await shop.start();
  await shop.connect();
  await shop.start();
  await shop.rows('create table trouble ()');
  await shop.rows('insert into trouble default values');
  await shop.rows(`
    create function trouble() returns trigger language plpgsql as $$ begin
      if new.text like '%难%' and exists (select from trouble) then raise 'trouble'; end if;
      return new;
    end $$`);
  await shop.rows('create trigger trouble before insert on message for each row execute function trouble()');
});
afterAll(() => shop.close());

test('messages to two programs, one of which is killed, are handled in order, also behind a failure', async () => {
  const programs = [...shop.running];
  let acknowledged = 0;
  const says = async (openid: string) => {
    for (let n = 0; n < MESSAGES; n += 1) {
      await told(programs, n, text(openid, n === 3 ? `${n} 难` : `${n}`));
      acknowledged += 1;
      if (acknowledged === TROUBLE) await shop.rows('delete from trouble');
      if (acknowledged === (CUSTOMERS * MESSAGES) / 2) await replaced(programs);
    }
  };
  const openids = Array.from({ length: CUSTOMERS }, (_, n) => `oInOrder${n}`);
  await inLanes(openids, CUSTOMERS, says);
  const queued = () => shop.rows('select from queued_push');
  await vi.waitFor(async () => expect(await queued()).toEqual([]), { timeout: 90_000, interval: 500 });
  const late = await shop.rows("select from inbound_envelope where state = 'replayed'");
  process.stdout.write(`  ${late.length} of ${CUSTOMERS * MESSAGES} pushes were handled later\n`);
  expect(late.length).toBeGreaterThan(CUSTOMERS);
  for (const openid of openids)
    expect(await handled(openid)).toEqual(Array.from({ length: MESSAGES }, (_, n) => n));
}, 240_000);

/** Pushes to the one program, then to the other, until one of them has the message. */
async function told(programs: Program[], n: number, message: ReturnType<typeof text>): Promise<void> {
  for (let attempt = n; ; attempt += 1) {
    const answer = await push(programs[attempt % 2]!.url, message).catch(() => null);
    if (answer?.status === 200) return;
    await pause(100);
  }
}

async function replaced(programs: Program[]): Promise<void> {
  programs[1]!.signal('SIGKILL');
  programs[1] = await shop.start();
}

async function handled(openid: string): Promise<number[]> {
  const rows = await shop.rows<{ n: number }>(
    `select substring(m.text from '^[0-9]+')::int n from event e
       join message m on m.id = (e.data ->> 'messageId')::bigint
       join conversation c on c.id = m.conversation_id join identity i on i.id = c.identity_id
      where e.name = 'conversation.message_received' and i.external_id = $1 order by e.id`,
    openid,
  );
  return rows.map(({ n }) => n);
}
