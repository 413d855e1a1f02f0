import type { KeptCalendar } from './calendar.js';

/** A calendar in its newest version. */
export interface StandingCalendar {
  key: string;
  versionId: string;
  base: KeptCalendar;
}

/** `calendar` is the key of the one given to the department, null where none was. */
export interface Desk {
  id: string;
  key: string;
  calendar: string | null;
}

/** Counts the clocks of a department to which no calendar was given. */
const DEFAULT_CALENDAR = 'office';

/** Which department works by which hours, at present or as it would be after a change. */
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

  /** The calendar of that key, or the department's. */
  of(departmentId: string, calendar: string | null): StandingCalendar {
    const key = calendar ?? this.desk(departmentId).calendar ?? DEFAULT_CALENDAR;
    const found = this.calendars.get(key);
    if (!found) throw new Error(`there is no calendar ${key}`);
    return found;
  }

  /** The same with other calendars in place of those of their keys. */
  with(changed: readonly StandingCalendar[]): StandingHours {
    return new StandingHours([...this.calendars.values(), ...changed], [...this.desks.values()]);
  }

  /** The same with this calendar given to the department of that key. */
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
