export { HoursModule } from './hours.module.js';
export { HoursDefaults } from './defaults.service.js';
export { WORKING_DAY } from './defaults.js';
export { type CalendarPlan, CalendarPlans, type CalendarSaving } from './calendar-plans.service.js';
export type { Changed } from './calendar-store.service.js';
export type { CalendarDraft, HolidayDay, Shorter } from './calendar-draft.js';
export { CalendarHistory, type Version } from './calendar-history.queries.js';
export { Calendars } from './calendars.service.js';
export { type StandingCalendar, StandingHours } from './standing-hours.js';
export { type MissingHolidays, OfficialHolidays } from './holidays.service.js';
export type { HolidayList } from './holidays.js';
export { readHolidayList } from './holiday-file.js';
export type { PreviewDay } from './preview.js';
export { add, elapsed, type Slice, slices, type TimeBase } from './business-time.js';
export { instantAt } from './opening-hours.js';
export {
  type Calendar,
  type CalendarProblem,
  type KeptCalendar,
  ordinaryDaySeconds,
  type Week,
  type Weekday,
  WEEKDAYS,
  type Window,
} from './calendar.js';
