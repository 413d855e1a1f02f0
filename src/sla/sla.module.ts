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
import { NightlyCheck } from './nightly-check.service.js';
import { Moves } from './moves.service.js';
import { PolicyPlans } from './policy-plans.service.js';
import { SlaSettings } from './settings.service.js';
import { SweepSchedule } from './sweep.schedule.js';
import { TimerSweep } from './sweep.service.js';
import { Targets } from './targets.service.js';
import { TimerRows } from './timer-rows.js';
import { Timers } from './timers.queries.js';
import { Versions } from './versions.queries.js';
import { AlertOrders } from './alert-orders.service.js';
import { Alerting } from './alerting.service.js';
import { Answering } from './answering.service.js';
import { Audiences } from './audience.service.js';
import { CallEnding } from './call-ending.service.js';
import { Called } from './called.service.js';
import { Climbing } from './climbing.service.js';
import { Ladder } from './ladder.service.js';
import { OwedSteps } from './owed-steps.service.js';
import { LateFirings } from './late-firings.service.js';
import { Lateness } from './lateness.service.js';
import { RobotSpeech } from './robot-speech.service.js';
import { StepActions } from './step-actions.service.js';
import { StepWays } from './step-ways.service.js';
import { TimerAlarm } from './timer-alarm.service.js';
import { AlertMail } from './alert-mail.service.js';
import { Alerts } from './alerts.service.js';
import { DueWork } from './due-work.service.js';
import { EscalationHistory } from './escalation-history.service.js';
import { Escalations } from './escalations.service.js';
import { QuietTimes } from './quiet-times.service.js';
import { Recomputation } from './recomputation.service.js';
import { Robots } from './robots.service.js';
import { Rosters } from './rosters.service.js';
import { WorkLost } from './work-lost.service.js';
import { MailModule } from '../platform/mail/index.js';
import { StaffModule } from '../staff/index.js';
import { TicketsModule } from '../tickets/index.js';

const DOORS = [
  Timers,
  TimerSweep,
  Explanations,
  CalendarPlans,
  OfficialHolidays,
  PolicyPlans,
  SlaSettings,
  Versions,
  Milestones,
  SlaDefaults,
  Alerting,
  Recomputation,
  NightlyCheck,
  Alerts,
  Answering,
  Climbing,
  DueWork,
  EscalationHistory,
  Escalations,
  LateFirings,
  QuietTimes,
  Robots,
  RobotSpeech,
  Rosters,
];

@Module({
  imports: [MailModule, StaffModule, TicketsModule],
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
    AlertMail,
    AlertOrders,
    Audiences,
    CallEnding,
    Called,
    Ladder,
    Lateness,
    StepActions,
    OwedSteps,
    StepWays,
    TimerAlarm,
    WorkLost,
    ...DOORS,
  ],
  exports: DOORS,
})
export class SlaModule {}
