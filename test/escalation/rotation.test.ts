import { expect, test } from 'vitest';
import { onCallAt } from '../../src/escalation/rotation.js';

const day = (hour: number) => new Date(Date.UTC(2026, 10, 24, hour));
const away = (memberId: string, substituteId: string) => ({
  ...{ memberId, substituteId },
  startsAt: day(0),
  endsAt: day(20),
});
const week = {
  zone: 'UTC',
  startsOn: '2026-11-23',
  handover: '09:00',
  days: 7,
  memberIds: ['lina', 'zhaolei'],
};
const called = (substitutions: ReturnType<typeof away>[], hour = 12) =>
  onCallAt({ ...week, substitutions }, day(hour));

test('a substitute takes the place of a member who is away, for as long as that lasts', () => {
  expect(called([away('lina', 'wutao')])).toEqual(['wutao', 'zhaolei']);
  expect(called([away('lina', 'wutao')], 20)).toEqual(['lina', 'zhaolei']);
});

test('a substitute who is away too is replaced by a substitute in turn', () => {
  expect(called([away('lina', 'wutao'), away('wutao', 'zhoulin')])).toEqual(['zhoulin', 'zhaolei']);
});

test('two members who stand in for each other are both called all the same', () => {
  expect(called([away('lina', 'zhaolei'), away('zhaolei', 'lina')])).toEqual(['lina', 'zhaolei']);
});
