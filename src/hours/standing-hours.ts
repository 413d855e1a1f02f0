import type { KeptCalendar } from './calendar.js';

export interface StandingCalendar {
  key: string;
  versionId: string;
  base: KeptCalendar;
}

export interface Desk {
  id: string;
  key: string;
  calendar: string | null;
}

/** A department that was given no calendar works by the office hours. */
const DEFAULT_CALENDAR = 'office';

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

  of(departmentId: string, calendar: string | null): StandingCalendar {
    const key = calendar ?? this.desk(departmentId).calendar ?? DEFAULT_CALENDAR;
    const found = this.calendars.get(key);
    if (!found) throw new Error(`there is no calendar ${key}`);
    return found;
  }

  calendarsInForce(): KeptCalendar[] {
    return [...this.calendars.values()].map(({ base }) => base);
  }

  with(changed: readonly StandingCalendar[]): StandingHours {
    return new StandingHours([...this.calendars.values(), ...changed], [...this.desks.values()]);
  }

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
