import type { KeptCalendar } from './calendar.js';

/** This is the newest version of a calendar. */
export interface StandingCalendar {
  key: string;
  versionId: string;
  base: KeptCalendar;
}

/** `calendar` is the key of the calendar given to the department, or null when it was given none. */
export interface Desk {
  id: string;
  key: string;
  calendar: string | null;
}

/** The timers of a department that was given no calendar are counted in this one. */
const DEFAULT_CALENDAR = 'office';

/** Knows which department works by which hours, either at present or as it would be after a change. */
export class StandingHours {
  private readonly calendars: ReadonlyMap<string, StandingCalendar>;
  private readonly desks: ReadonlyMap<string, Desk>;

  constructor(calendars: readonly StandingCalendar[], desks: readonly Desk[]) {
    this.calendars = new Map(calendars.map((calendar) => [calendar.key, calendar]));
    this.desks = new Map(desks.map((desk) => [desk.id, desk]));
  }

  departmentKey(departmentId: string): string {
    return this.desk(departmentId).key;
  }

  /** Returns the calendar with that key or, when the key is null, the department's calendar. */
  of(departmentId: string, calendar: string | null): StandingCalendar {
    const key = calendar ?? this.desk(departmentId).calendar ?? DEFAULT_CALENDAR;
    const found = this.calendars.get(key);
    if (!found) throw new Error(`there is no calendar ${key}`);
    return found;
  }

  /** Returns these hours with the changed calendars in place of those with the same keys. */
  with(changed: readonly StandingCalendar[]): StandingHours {
    return new StandingHours([...this.calendars.values(), ...changed], [...this.desks.values()]);
  }

  /** Returns these hours as they would be if the department were given this calendar. */
  giving(department: string, calendar: string): StandingHours {
    const desks = [...this.desks.values()];
    const given = desks.map((desk) => (desk.key === department ? { ...desk, calendar } : desk));
    return new StandingHours([...this.calendars.values()], given);
  }

  private desk(departmentId: string): Desk {
    const desk = this.desks.get(departmentId);
    if (!desk) throw new Error(`department ${departmentId} does not exist`);
    return desk;
  }
}
