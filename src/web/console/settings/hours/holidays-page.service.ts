import { Injectable } from '@nestjs/common';
import { type HolidayDay, OfficialHolidays, readHolidayList } from '../../../../hours/index.js';
import type { FormPage, Refused } from '../../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';

/** Consecutive days with the same reason form one line. */
interface Rest {
  from: string;
  to: string;
  name: string;
  worked: boolean;
  days: number;
}

const DAY_MS = 86_400_000;

@Injectable()
export class HolidaysPage implements FormPage {
  constructor(
    private readonly holidays: OfficialHolidays,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/calendars/holidays';
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const lists = await this.holidays.lists();
    return this.workbench.render(request, 'console/settings/holidays', {
      form: refused ?? { values: {}, errors: {} },
      faults: Object.entries(refused?.errors ?? {}).map(([path, fault]) => ({
        path,
        fault,
        line: /^(line|days)\.(\d+)$/.exec(path)?.slice(1),
      })),
      may: { change: readerOf(request).isAdmin },
      missing: await this.holidays.missing(),
      lists: [...lists].reverse().map(({ days, ...list }) => ({ ...list, rests: restsOf(days) })),
    });
  }

  /** The reader compares the list with what is known about its year before it is imported. */
  async compared(text: string): Promise<object> {
    const { region, year, days } = readHolidayList(text);
    const known = (await this.holidays.lists()).find((list) => list.region === region && list.year === year);
    const said = ({ date, worked }: HolidayDay) => `${date} ${worked}`;
    const before = new Set(known?.days.map(said));
    const after = new Set(days.map(said));
    return {
      region,
      year,
      known: known !== undefined,
      rests: restsOf(days),
      added: days.filter((day) => !before.has(said(day))).length,
      gone: (known?.days ?? []).filter((day) => !after.has(said(day))).length,
    };
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
