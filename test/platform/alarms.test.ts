import { afterAll, beforeAll, expect, test } from 'vitest';
import '../../src/channels/wechat-official/account-events.js';
import { Alarms, AlarmsModule } from '../../src/platform/alarms/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { openPlatform, type TestPlatform } from '../support/app.js';

const broken = (reason: string) => ({ account: 'shop', name: '回音小店', reason });

let platform: TestPlatform;
let alarms: Alarms;
beforeAll(async () => {
  platform = await openPlatform([AlarmsModule]);
  alarms = platform.get(Alarms);
});
afterAll(() => platform.close());

test('an alarm that is raised again stays one alarm with its first moment and its latest facts', async () => {
  expect(await alarms.raise('account:1', 'account.broken', broken('1'))).toBe(true);
  const [first] = await alarms.standing();
  await platform.get(Clock).moveTo(new Date(Date.now() + 60_000));
  expect(await alarms.raise('account:1', 'account.broken', broken('2'))).toBe(false);
  expect(await alarms.standing()).toMatchObject([{ data: broken('2'), since: first!.since, until: null }]);
});

test('an alarm that is over is no longer active, stays in the history and may begin again', async () => {
  expect(await alarms.clear('account:1')).toBe(true);
  expect(await alarms.clear('account:1')).toBe(false);
  expect(await alarms.standing()).toEqual([]);
  await alarms.raise('account:1', 'account.broken', broken('3'));
  const history = await platform
    .get(Database)
    .rows<{ data: object; until: Date | null }>(
      sql`select data, until from alarm where key = 'account:1' order by id desc`,
    );
  expect(history.map(({ data, until }) => [data, until !== null])).toEqual([
    [broken('3'), false],
    [broken('2'), true],
  ]);
});

test('an alarm raised by two processes at once is one alarm', async () => {
  const fresh = await Promise.all(
    [1, 2, 3].map((one) => alarms.raise('account:2', 'account.broken', broken(String(one)))),
  );
  expect(fresh.filter(Boolean)).toHaveLength(1);
});
