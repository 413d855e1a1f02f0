import { Injectable } from '@nestjs/common';
import { AppError } from '../../../../platform/http/index.js';
import { type HolidayDay, OfficialHolidays, readHolidayList } from '../../../../hours/index.js';
import type { FormState } from '../../form-state.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';

/** Days one after the other for the same reason, as one line. */
interface Rest {
  from: string;
  to: string;
  name: string;
  worked: boolean;
  days: number;
}

const EMPTY: FormState = { values: {}, errors: {} };
const DAY_MS = 86_400_000;

@Injectable()
export class HolidaysPage {
  constructor(
    private readonly holidays: OfficialHolidays,
    private readonly workbench: Workbench,
  ) {}

  async render(request: MemberRequest, form = EMPTY, faults: object[] = []): Promise<string> {
    const lists = await this.holidays.lists();
    return this.workbench.render(request, 'console/settings/holidays', {
      form,
      faults,
      may: { change: readerOf(request).isAdmin },
      missing: await this.holidays.missing(),
      lists: [...lists].reverse().map(({ days, ...list }) => ({ ...list, rests: restsOf(days) })),
    });
  }

  /** What stands in the list before it is kept, beside what is known of its year. */
  async compared(text: string): Promise<object> {
    const { region, year, days } = readHolidayList(text);
    const known = (await this.holidays.lists()).find((list) => list.region === region && list.year === year);
    const said = ({ date, worked }: HolidayDay) => `${date} ${worked}`;
    const before = new Set(known?.days.map(said));
    const after = new Set(days.map(said));
    return {
      ...{ region, year, known: known !== undefined, rests: restsOf(days) },
      added: days.filter((day) => !before.has(said(day))).length,
      gone: (known?.days ?? []).filter((day) => !after.has(said(day))).length,
    };
  }

  /** The form again, with a sentence for each line that is wrong; what is not meant for people is thrown on. */
  async refused(
    request: MemberRequest,
    error: unknown,
    values: object,
  ): Promise<{ status: number; html: string }> {
    if (!(error instanceof AppError) || error.code !== 'invalid_holidays') throw error;
    const fields = error.details.fields as Record<string, string>;
    const faults = Object.entries(fields).map(([place, fault]) => ({
      line: /^(line|days)\.(\d+)$/.exec(place)?.slice(1),
      fault: `holidays_${fault}`,
    }));
    const form = { values, errors: { list: 'holidays' } };
    return { status: error.status, html: await this.render(request, form, faults) };
  }
}

function restsOf(days: readonly HolidayDay[]): Rest[] {
  const rests: Rest[] = [];
  for (const { date, name, worked } of days) {
    const last = rests.at(-1);
    const follows = last && Date.parse(date) - Date.parse(last.to) === DAY_MS;
    if (follows && last.name === name && last.worked === worked)
      Object.assign(last, { to: date, days: last.days + 1 });
    else rests.push({ from: date, to: date, name, worked, days: 1 });
  }
  return rests;
}
