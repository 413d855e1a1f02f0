import { Module } from '@nestjs/common';
import { CalendarPlans } from './calendar-plans.service.js';
import { CalendarShelf } from './calendar-shelf.service.js';
import { Calendars } from './calendars.service.js';
import { CustomerClocks } from './customer-clocks.service.js';
import { SlaDefaults } from './defaults.service.js';
import { Departing } from './departing.service.js';
import { DepartmentClocks } from './department-clocks.service.js';
import { Explanations } from './explanation.service.js';
import { OfficialHolidays } from './holidays.service.js';
import { Milestones } from './milestones.service.js';
import { Moves } from './moves.service.js';
import { PolicyPlans } from './policy-plans.service.js';
import { SlaSettings } from './settings.service.js';
import { SweepSchedule } from './sweep.schedule.js';
import { TimerSweep } from './sweep.service.js';
import { Targets } from './targets.service.js';
import { TimerRows } from './timer-rows.js';
import { Timers } from './timers.queries.js';
import { TicketsModule } from '../tickets/index.js';

const DOORS = [
  Timers,
  TimerSweep,
  Explanations,
  CalendarPlans,
  OfficialHolidays,
  PolicyPlans,
  SlaSettings,
  Milestones,
  SlaDefaults,
];

@Module({
  imports: [TicketsModule],
  providers: [
    Calendars,
    CalendarShelf,
    Departing,
    Moves,
    Targets,
    TimerRows,
    CustomerClocks,
    DepartmentClocks,
    SweepSchedule,
    ...DOORS,
  ],
  exports: DOORS,
})
export class SlaModule {}
