import { expect, it } from 'vitest';
import { cursorOf, ID, INSTANT, limitOf, pageOf, readCursor } from '../../src/platform/http/index.js';

const refused = (code: string) => expect.objectContaining({ code, status: 400 }) as Error;
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const AT = '2026-11-20T09:00:00.000Z';

it('the first page is asked for without a cursor or with an empty one', () => {
  expect(readCursor(undefined, ID)).toBeUndefined();
  expect(readCursor('', ID)).toBeUndefined();
});

it('a cursor carries the sort values of the last row that was seen', () => {
  expect(readCursor(cursorOf([AT, '7']), INSTANT, ID)).toEqual([AT, '7']);
});

it.each([
  ['no base64', '#'],
  ['no JSON', Buffer.from('[').toString('base64url')],
  ['no list', encoded('7')],
  ['a number instead of a text', encoded([AT, 7])],
  ['too few values', encoded([AT])],
  ['too many values', encoded([AT, '7', '8'])],
  ['a value of another shape', encoded([AT, "7' or true"])],
  ['an instant in another spelling', encoded(['2026-11-20', '7'])],
])('a cursor with %s is refused', (_, cursor) => {
  expect(() => readCursor(cursor, INSTANT, ID)).toThrow(refused('bad_cursor'));
});

it.each(['0', '101', '1.5', '-1', 'x', 1.5])('the limit %s is refused', (limit) => {
  expect(() => limitOf(limit)).toThrow(refused('bad_limit'));
});

it('a page says where the next one begins only if there is another row', () => {
  const rows = [{ id: '3' }, { id: '2' }, { id: '1' }];
  expect(pageOf(rows, 2, ({ id }) => [id])).toEqual({ data: rows.slice(0, 2), next: cursorOf(['2']) });
  expect(pageOf(rows, 3, ({ id }) => [id])).toEqual({ data: rows, next: null });
  expect(pageOf([], 3, () => [])).toEqual({ data: [], next: null });
});
