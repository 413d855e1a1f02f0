import { Module } from '@nestjs/common';
import { CustomerTimers } from './customer-timers.service.js';
import { SlaDefaults } from './defaults.service.js';
import { DepartmentTimers } from './department-timers.service.js';
import { Explanations } from './explanation.service.js';
import { Milestones } from './milestones.service.js';
import { NightlyCheck } from './nightly-check.service.js';
import { FactChanges } from './fact-changes.service.js';
import { ChangeImpact } from './change-impact.service.js';
import { PolicyPlans } from './policy-plans.service.js';
import { SweepSchedule } from './sweep.schedule.js';
import { TimerSweep } from './sweep.service.js';
import { Targets } from './targets.service.js';
import { TimerFollowers } from './timer-followers.js';
import { TimerRows } from './timer-rows.js';
import { Timers } from './timers.queries.js';
import { CalendarChanges } from './calendar-changes.service.js';
import { PolicyHistory } from './policy-history.queries.js';
import { LateFirings } from './late-firings.service.js';
import { Lateness } from './lateness.service.js';
import { Recomputation } from './recomputation.service.js';
import { Rehearsals } from './rehearsals.service.js';
import { HoursModule } from '../hours/index.js';
import { StaffModule } from '../staff/index.js';
import { TicketsModule } from '../tickets/index.js';

const DOORS = [
  TimerFollowers,
  Timers,
  TimerSweep,
  Explanations,
  PolicyPlans,
  CalendarChanges,
  PolicyHistory,
  Milestones,
  SlaDefaults,
  Recomputation,
  Rehearsals,
  NightlyCheck,
  LateFirings,
];

@Module({
  imports: [HoursModule, StaffModule, TicketsModule],
  providers: [
    ChangeImpact,
    Targets,
    TimerRows,
    CustomerTimers,
    DepartmentTimers,
    FactChanges,
    SweepSchedule,
    Lateness,
    ...DOORS,
  ],
  exports: DOORS,
})
export class SlaModule {}
