import { describe, expect, it } from 'vitest';
import type { CalendarDraft, HolidayDay } from '../../src/hours/calendar-draft.js';
import { readHolidayList } from '../../src/hours/holiday-file.js';
import { heirs, resolve } from '../../src/hours/inheritance.js';
import { preview } from '../../src/hours/preview.js';

const SHIFT = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
] as const;
const base: CalendarDraft = {
  key: 'base',
  name: { 'zh-CN': '总部', en: 'Head office' },
  zone: 'Asia/Shanghai',
  week: { mon: SHIFT, tue: SHIFT, wed: SHIFT, thu: SHIFT, fri: [['22:00', '02:00']] },
  holidays: 'CN',
  overrides: { '2026-12-31': [['09:00', '12:00']] },
};
const hongKong: CalendarDraft = {
  key: 'hong-kong',
  name: { 'zh-CN': '香港', en: 'Hong Kong' },
  base: 'base',
  zone: 'Asia/Hong_Kong',
  shorter: { opens: 60, closes: 60 },
};
const days: HolidayDay[] = [
  { date: '2026-10-01', name: '国庆节', worked: false },
  { date: '2026-10-10', name: '国庆节', worked: true },
];
const holidays = (region: string) => (region === 'CN' ? days : []);
const drafts = new Map([base, hongKong].map((draft) => [draft.key, draft]));

describe('an inherited calendar, two hours shorter than its base', () => {
  const resolved = resolve(hongKong, drafts, holidays);

  it('a shorter calendar opens an hour later, closes an hour earlier, and keeps the lunch break', () => {
    expect(resolved.zone).toBe('Asia/Hong_Kong');
    expect(resolved.week.mon).toEqual([
      ['10:00', '12:00'],
      ['13:30', '17:00'],
    ]);
    expect(resolved.week.fri).toEqual([['23:00', '01:00']]);
    expect(resolved.week.sat).toEqual([]);
  });

  it('a shorter calendar inherits holidays, make-up days and short eves, and shortens those too', () => {
    expect(resolved.overrides).toEqual({
      '2026-10-01': [],
      '2026-10-10': [
        ['10:00', '12:00'],
        ['13:30', '17:00'],
      ],
      '2026-12-31': [['10:00', '11:00']],
    });
  });

  it('a calendar may change a weekday and a date that it inherits', () => {
    const own = { ...hongKong, week: { sat: SHIFT }, overrides: { '2026-10-01': SHIFT } };
    const changed = resolve(own, drafts, holidays);
    expect(changed.week.sat).toEqual(SHIFT);
    expect(changed.week.mon[0]).toEqual(['10:00', '12:00']);
    expect(changed.overrides['2026-10-01']).toEqual(SHIFT);
  });

  it('a change of a calendar concerns the calendar itself and those that inherit from it', () => {
    expect(heirs('base', drafts)).toEqual(['base', 'hong-kong']);
    expect(heirs('hong-kong', drafts)).toEqual(['hong-kong']);
  });
});

describe('an official list', () => {
  it('an official list is read in the format of the holiday-cn project', () => {
    const file = {
      $schema: 'https://example.org/schema.json',
      year: 2027,
      papers: [],
      days: [
        { name: '春节', date: '2027-02-06', isOffDay: true },
        { name: '春节', date: '2027-01-30', isOffDay: false },
      ],
    };
    expect(readHolidayList(JSON.stringify(file))).toEqual({
      region: 'CN',
      year: 2027,
      days: [
        { date: '2027-01-30', name: '春节', worked: true },
        { date: '2027-02-06', name: '春节', worked: false },
      ],
    });
  });

  it('an official list in our own format is read for another region', () => {
    const file = {
      region: 'HK',
      year: 2027,
      days: [{ date: '2027-12-27', name: 'Boxing Day', worked: false }],
    };
    expect(readHolidayList(JSON.stringify(file))).toEqual(file);
  });

  it('an official list is read line by line as people write it', () => {
    const text = 'date,name,kind\n2027-02-08, 春节, 休\n# announced in November\n2027-02-06，春节，班\n';
    expect(readHolidayList(text)).toEqual({
      region: 'CN',
      year: 2027,
      days: [
        { date: '2027-02-06', name: '春节', worked: true },
        { date: '2027-02-08', name: '春节', worked: false },
      ],
    });
  });

  it('every wrong line of an official list is named, not only the first', () => {
    expect(() => readHolidayList('2027-02-30,春节,休\n2027-02-08,春节,休\n2027-02-09,春节,?')).toThrow(
      expect.objectContaining({ details: { fields: { 'line.1': 'bad_date', 'line.3': 'bad_kind' } } }),
    );
  });

  it.each([
    ['no JSON', '{', 'file'],
    ['no object', '[]', 'file'],
    ['no year', '{"days":[{"date":"2027-02-06","worked":true}]}', 'year'],
    ['a line without a date', '2027-01-01,元旦,休\n\n春节,休', 'line.3'],
    ['a line that is neither', '2027-01-01,元旦,休\n2027-02-06,春节,maybe', 'line.2'],
    ['a line of another decade', '2027-01-01,元旦,休\n2027-02-06,春节,班\n2037-02-06,春节,班', 'line.3'],
    ['no days', '{"year":2027,"days":[]}', 'days'],
    ['a date that does not exist', '{"year":2027,"days":[{"date":"2027-02-30","worked":false}]}', 'days.0'],
    ['a day that is neither', '{"year":2027,"days":[{"date":"2027-02-06"}]}', 'days.0'],
    [
      'a date twice',
      '{"year":2027,"days":[{"date":"2027-02-06","worked":true},{"date":"2027-02-06","worked":false}]}',
      'days.1',
    ],
  ])('an official list is refused with %s', (_, text, field) => {
    expect(() => readHolidayList(text)).toThrow(
      expect.objectContaining({
        code: 'invalid',
        details: { fields: { [field]: expect.any(String) } },
      }),
    );
  });
});

it('a preview draws fourteen days as bars and marks the special ones', () => {
  const calendar = resolve(base, drafts, holidays);
  const drawn = preview(calendar, '2026-10-01');
  expect(drawn).toHaveLength(14);
  expect(drawn[0]).toEqual({ date: '2026-10-01', bars: [], special: true, seconds: 0 });
  expect(drawn[1]).toEqual({
    date: '2026-10-02',
    bars: [{ from: 22 * 60, to: 26 * 60 }],
    special: false,
    seconds: 2 * 3600,
  });
  expect(drawn[9]).toMatchObject({ date: '2026-10-10', special: true, seconds: 9.5 * 3600 });
});
