import { Module } from '@nestjs/common';
import { Calendars } from './calendars.service.js';
import { CustomerClocks } from './customer-clocks.service.js';
import { SlaDefaults } from './defaults.service.js';
import { DepartmentClocks } from './department-clocks.service.js';
import { Explanations } from './explanation.service.js';
import { SlaSettings } from './settings.service.js';
import { SweepSchedule } from './sweep.schedule.js';
import { TimerSweep } from './sweep.service.js';
import { Targets } from './targets.service.js';
import { TimerRows } from './timer-rows.js';
import { Timers } from './timers.queries.js';

@Module({
  providers: [
    Calendars,
    Targets,
    TimerRows,
    CustomerClocks,
    DepartmentClocks,
    TimerSweep,
    SweepSchedule,
    Timers,
    Explanations,
    SlaSettings,
    SlaDefaults,
  ],
  exports: [Timers, TimerSweep, Explanations, SlaSettings, SlaDefaults],
})
export class SlaModule {}
