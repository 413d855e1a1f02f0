export { HoursModule } from './hours.module.js';
export { add, elapsed, type Slice, slices, type TimeBase } from './business-time.js';
export type { CalendarDraft, HolidayDay } from './calendar-draft.js';
export { CalendarHistory, type Version } from './calendar-history.queries.js';
export { type CalendarPlan, CalendarPlans, type CalendarSaving } from './calendar-plans.service.js';
export type { Changed } from './calendar-store.service.js';
export {
  type Calendar,
  type KeptCalendar,
  ordinaryDaySeconds,
  type Week,
  type Weekday,
  WEEKDAYS,
  type Window,
} from './calendar.js';
export { Calendars } from './calendars.service.js';
export { WORKING_DAY } from './defaults.js';
export { HoursDefaults } from './defaults.service.js';
export { readHolidayList } from './holiday-file.js';
export { type MissingHolidays, OfficialHolidays } from './holidays.service.js';
export { instantAt, nextOpening } from './opening-hours.js';
export type { PreviewDay } from './preview.js';
export { type StandingCalendar, StandingHours } from './standing-hours.js';
