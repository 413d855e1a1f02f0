import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, elapsed, slices } from '../../src/hours/business-time.js';
import { type Calendar, type Week, calendarProblems, ordinaryDaySeconds } from '../../src/hours/calendar.js';
import { calendarsIn } from '../../src/hours/defaults.js';
import { Timer } from '../../src/sla/timer.js';

const shopDay = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
] as const;
const shop = calendar('Asia/Shanghai', {
  mon: shopDay,
  tue: shopDay,
  wed: shopDay,
  thu: shopDay,
  fri: shopDay,
});
const nightDesk = calendar('America/New_York', { sat: [['22:00', '06:00']], sun: [['22:00', '24:00']] });
const newYork = calendar('America/New_York', everyDay([['00:00', '24:00']]));
const nine = [['09:00', '17:00']] as const;
const sydney = calendar('Australia/Sydney', everyDay([['00:00', '24:00']]));
const sydneyOffice = calendar('Australia/Sydney', { mon: nine, tue: nine, wed: nine, thu: nine, fri: nine });

describe('the shop in Shanghai, closed over lunch', () => {
  it('time that does not fit into Friday evening is carried over to Monday', () => {
    expect(add(at('2026-11-20T17:10:00+08:00'), 7200, shop)).toEqual(at('2026-11-23T10:10:00+08:00'));
  });

  it('the lunch break is not counted', () => {
    expect(elapsed(at('2026-11-20T11:30:00+08:00'), at('2026-11-20T14:00:00+08:00'), shop)).toBe(3600);
  });

  it('a target that runs out at closing time ends then and not at the next opening', () => {
    expect(add(at('2026-11-20T16:00:00+08:00'), 7200, shop)).toEqual(at('2026-11-20T18:00:00+08:00'));
  });

  it('a ticket that comes on a day off starts counting at the next opening', () => {
    expect(add(at('2026-11-21T20:00:00+08:00'), 60, shop)).toEqual(at('2026-11-23T09:01:00+08:00'));
  });

  it('a make-up Saturday is worked and the holiday before it is not', () => {
    const october = {
      ...shop,
      overrides: {
        '2026-10-07': [],
        '2026-10-08': [],
        '2026-10-09': [],
        '2026-10-10': [['09:00', '18:00']] as const,
      },
    };
    expect(slices(at('2026-10-06T17:00:00+08:00'), at('2026-10-12T09:00:00+08:00'), october)).toEqual([
      { from: at('2026-10-06T17:00:00+08:00'), to: at('2026-10-06T18:00:00+08:00'), seconds: 3600 },
      { from: at('2026-10-10T09:00:00+08:00'), to: at('2026-10-10T18:00:00+08:00'), seconds: 32400 },
    ]);
  });

  it('a leap day is counted', () => {
    expect(elapsed(at('2028-02-28T18:00:00+08:00'), at('2028-03-01T09:00:00+08:00'), shop)).toBe(7.5 * 3600);
  });

  it('the ordinary working day of the Shanghai shop is seven and a half hours long', () => {
    expect(ordinaryDaySeconds(shop)).toBe(27_000);
  });
});

describe('a desk in New York', () => {
  it('a day in New York has 23 hours when clocks go forward and 25 when they go back', () => {
    expect(elapsed(at('2026-03-08T05:00:00Z'), at('2026-03-09T04:00:00Z'), newYork)).toBe(23 * 3600);
    expect(elapsed(at('2026-11-01T04:00:00Z'), at('2026-11-02T05:00:00Z'), newYork)).toBe(25 * 3600);
  });

  it('a night shift is an hour shorter when an hour is skipped and an hour longer when one comes twice', () => {
    expect(elapsed(at('2026-03-07T12:00:00Z'), at('2026-03-08T20:00:00Z'), nightDesk)).toBe(7 * 3600);
    expect(elapsed(at('2026-10-31T12:00:00Z'), at('2026-11-01T20:00:00Z'), nightDesk)).toBe(9 * 3600);
  });

  it('a desk whose opening time is skipped opens at the jump, and at the first if the time comes twice', () => {
    const early = calendar('America/New_York', { sun: [['02:30', '05:00']] });
    const twice = calendar('America/New_York', { sun: [['01:30', '05:00']] });
    expect(slices(at('2026-03-08T04:00:00Z'), at('2026-03-08T20:00:00Z'), early)).toEqual([
      { from: at('2026-03-08T07:00:00Z'), to: at('2026-03-08T09:00:00Z'), seconds: 7200 },
    ]);
    expect(slices(at('2026-11-01T04:00:00Z'), at('2026-11-01T20:00:00Z'), twice)[0]?.from).toEqual(
      at('2026-11-01T05:30:00Z'),
    );
  });

  it('a night shift still runs on Sunday morning, and a window that ends at 24:00 closes at midnight', () => {
    expect(add(at('2026-11-08T10:00:00Z'), 3600, nightDesk)).toEqual(at('2026-11-08T11:00:00Z'));
    expect(elapsed(at('2026-11-09T00:00:00Z'), at('2026-11-09T12:00:00Z'), nightDesk)).toBe(7200);
  });
});

describe('a desk in Sydney, where summer ends in April and begins in October', () => {
  it('a day in Sydney has 25 hours when clocks go back and 23 when they go forward', () => {
    expect(elapsed(at('2026-04-04T13:00:00Z'), at('2026-04-05T14:00:00Z'), sydney)).toBe(25 * 3600);
    expect(elapsed(at('2026-10-03T14:00:00Z'), at('2026-10-04T13:00:00Z'), sydney)).toBe(23 * 3600);
  });

  it('a desk in Sydney opens and closes by local time on both sides of a switch', () => {
    const shifts = slices(at('2026-10-02T00:00:00Z'), at('2026-10-06T00:00:00Z'), sydneyOffice);
    expect(shifts.map(({ from, to }) => [from, to])).toEqual([
      [at('2026-10-02T00:00:00Z'), at('2026-10-02T07:00:00Z')],
      [at('2026-10-04T22:00:00Z'), at('2026-10-05T06:00:00Z')],
      [at('2026-10-05T22:00:00Z'), at('2026-10-06T00:00:00Z')],
    ]);
  });
});

describe('the turn of the year', () => {
  it('a night shift at the end of the year lasts into the new year', () => {
    const night = calendar('Asia/Shanghai', everyDay([['22:00', '06:00']]));
    const newYear = { ...night, overrides: { '2027-01-01': [] } };
    expect(add(at('2026-12-31T22:30:00+08:00'), 3 * 3600, newYear)).toEqual(at('2027-01-01T01:30:00+08:00'));
    expect(elapsed(at('2026-12-31T12:00:00+08:00'), at('2027-01-02T12:00:00+08:00'), newYear)).toBe(8 * 3600);
  });

  it('the plan of the week applies after the last year whose list of holidays is known', () => {
    const mainland = calendarsIn('Asia/Shanghai')[0]!.calendar;
    expect(add(at('2026-12-31T17:00:00+08:00'), 2 * 3600, mainland)).toEqual(at('2027-01-01T10:00:00+08:00'));
  });

  it('a leap year has a day more', () => {
    const always = calendar('Asia/Shanghai', everyDay([['00:00', '24:00']]));
    const days = (year: number) =>
      elapsed(at(`${year}-01-01T00:00:00+08:00`), at(`${year + 1}-01-01T00:00:00+08:00`), always) / 86_400;
    expect([days(2027), days(2028)]).toEqual([365, 366]);
  });
});

describe('calendars that may be saved', () => {
  const faults = (value: Calendar) => calendarProblems(value).map(({ field, fault }) => `${field} ${fault}`);

  it('a calendar without any window is refused, and nothing can be computed with it', () => {
    const never = {
      ...calendar('Asia/Shanghai', {}),
      overrides: { '2026-10-10': [['09:00', '18:00']] as const },
    };
    expect(faults(never)).toEqual(['week no_window']);
    expect(() => add(at('2026-11-20T16:00:00Z'), 1, never)).toThrow(RangeError);
  });

  it('every other fault of a calendar is named with its field', () => {
    const odd = calendar('Asia/Peking', { mon: [['9:00', '12:00']], tue: [['09:00', '09:00']] });
    const overlap = [
      ['09:00', '12:00'],
      ['11:00', '13:00'],
    ] as const;
    expect(faults({ ...odd, overrides: { '2026-02-30': [], '2026-10-01': overlap } })).toEqual([
      'zone bad_zone',
      'week.mon bad_windows',
      'week.tue empty_window',
      'overrides.2026-02-30 bad_date',
      'overrides.2026-10-01 overlapping_windows',
    ]);
  });

  it('the calendars of these desks are accepted', () => {
    for (const good of [shop, nightDesk, newYork]) expect(faults(good)).toEqual([]);
  });
});

describe('business time in any calendar', () => {
  const calendars = fc.constantFrom(
    shop,
    calendarsIn('Asia/Shanghai')[0]!.calendar,
    nightDesk,
    newYork,
    sydney,
    sydneyOffice,
    calendar('Asia/Kolkata', everyDay([['18:30', '24:00']])),
    calendar('Australia/Lord_Howe', everyDay(shopDay)),
  );
  // The range covers a leap day and three turns of the year.
  const minutes = fc.integer({ min: Date.UTC(2026, 0) / 60_000, max: Date.UTC(2029, 0) / 60_000 });
  const instants = fc.oneof(
    minutes.map((minute) => new Date(minute * 60_000)),
    minutes.chain((minute) => fc.nat(59_999).map((ms) => new Date(minute * 60_000 + ms))),
  );
  const open = (instant: Date, desk: Calendar) => elapsed(new Date(instant.getTime() - 1), instant, desk) > 0;

  it('adding the time that has elapsed leads back to the same instant when the desk is open at it', () => {
    fc.assert(
      fc.property(calendars, instants, instants, (desk, a, b) => {
        const [start, end] = ordered(a, b);
        fc.pre(open(end, desk) && end > start);
        expect(add(start, elapsed(start, end, desk), desk)).toEqual(end);
      }),
    );
  });

  it('elapsed time is additive and never negative, and its slices sum to it', () => {
    fc.assert(
      fc.property(calendars, fc.tuple(instants, instants, instants), (desk, three) => {
        const [a, b, c] = ordered(...three);
        const first = elapsed(a, b, desk);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(first + elapsed(b, c, desk)).toBeCloseTo(elapsed(a, c, desk), 3);
        expect(slices(a, b, desk).reduce((sum, slice) => sum + slice.seconds, 0)).toBeCloseTo(first, 3);
      }),
    );
  });

  it('more seconds never end earlier, and the span up to the end holds exactly the seconds added', () => {
    const seconds = fc.integer({ min: 1, max: 20 * 24 * 3600 });
    fc.assert(
      fc.property(calendars, instants, seconds, seconds, (desk, start, some, more) => {
        const [less, most] = some < more ? [some, more] : [more, some];
        expect(add(start, less, desk).getTime()).toBeLessThanOrEqual(add(start, most, desk).getTime());
        expect(elapsed(start, add(start, less, desk), desk)).toBe(less);
        expect(add(add(start, less, desk), most - less, desk)).toEqual(add(start, most, desk));
      }),
    );
  });

  it('a pause moves the due time by exactly the time that would have been counted meanwhile', () => {
    const target = 21 * 24 * 3600;
    const turns = fc.array(fc.nat(20 * 24 * 60), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(calendars, instants, turns, (desk, start, later) => {
        const changes = ordered(...later.map((minutes) => new Date(start.getTime() + minutes * 60_000)));
        const timer = startTimer(desk, start, target);
        let counted = 0;
        let since: Date | null = start;
        for (const change of changes) {
          if (since) {
            counted += elapsed(since, change, desk);
            timer.pause(change, 'on_hold');
            expect(timer.row).toMatchObject({ dueAt: null, nextFireAt: null });
          } else timer.resume(change);
          since = since ? null : change;
          expect(timer.row.consumedMs).toBe(Math.round(counted * 1000));
          if (since) expect(timer.row.dueAt).toEqual(add(since, target - counted, desk));
        }
      }),
    );
  });

  it('a desk that never closes counts all time that passes in a zone without summer time', () => {
    const never = calendar('Asia/Kolkata', everyDay([['00:00', '24:00']]));
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 10_000_000 }), (start, seconds) => {
        expect(add(start, seconds, never)).toEqual(add(start, seconds, null));
      }),
    );
  });

  it('wall-clock time is plain addition', () => {
    fc.assert(
      fc.property(instants, fc.nat(10_000_000), (start, seconds) => {
        const end = add(start, seconds, null);
        expect(end.getTime() - start.getTime()).toBe(seconds * 1000);
        expect(elapsed(start, end, null)).toBe(seconds);
      }),
    );
  });
});

function startTimer(desk: Calendar, at: Date, seconds: number): Timer {
  const whose = { ticketId: '1', number: 'T100001', ticketDepartmentId: '1', departmentId: '1', key: '' };
  const terms = { policyId: '1', policyVersion: 1, calendarVersionId: '1', ladder: [] };
  const target = {
    ...terms,
    seconds,
    warnAfter: [],
    pausing: ['on_hold'],
    base: { ...desk, calendarId: '1' },
  };
  return Timer.start({ ...whose, metric: 'resolution', version: 1 }, target, at);
}

function at(iso: string): Date {
  return new Date(iso);
}

function calendar(zone: string, week: Partial<Week>): Calendar {
  return { zone, week: { ...everyDay([]), ...week }, overrides: {} };
}

function everyDay(windows: Week['mon']): Week {
  return { mon: windows, tue: windows, wed: windows, thu: windows, fri: windows, sat: windows, sun: windows };
}

function ordered<T extends Date[]>(...dates: T): T {
  return dates.sort((a, b) => a.getTime() - b.getTime());
}
