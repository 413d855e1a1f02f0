import { Module } from '@nestjs/common';
import { CustomerTimers } from './customer-timers.service.js';
import { SlaDefaults } from './defaults.service.js';
import { DepartmentTimers } from './department-timers.service.js';
import { Explanations } from './explanation.service.js';
import { Milestones } from './milestones.service.js';
import { NightlyCheck } from './nightly-check.service.js';
import { ChangeImpact } from './change-impact.service.js';
import { PolicyPlans } from './policy-plans.service.js';
import { SweepSchedule } from './sweep.schedule.js';
import { TimerSweep } from './sweep.service.js';
import { Targets } from './targets.service.js';
import { EscalationSchedule } from './escalation.schedule.js';
import { TimerFollowers } from './timer-followers.js';
import { TimerRows } from './timer-rows.js';
import { Timers } from './timers.queries.js';
import { CalendarChanges } from './calendar-changes.service.js';
import { PolicyHistory } from './policy-history.queries.js';
import { AlertOrders } from './alert-orders.service.js';
import { Alerting } from './alerting.service.js';
import { Answering } from './answering.service.js';
import { Audiences } from './audience.service.js';
import { CallEnding } from './call-ending.service.js';
import { EscalationRun } from './escalation-run.service.js';
import { StepPlanning } from './step-planning.service.js';
import { EscalationSteps } from './escalation-steps.service.js';
import { LateFirings } from './late-firings.service.js';
import { Lateness } from './lateness.service.js';
import { RobotSpeech } from './robot-speech.service.js';
import { StepActions } from './step-actions.service.js';
import { AlertMail } from './alert-mail.service.js';
import { Alerts } from './alerts.service.js';
import { DueWork } from './due-work.service.js';
import { EscalationHistory } from './escalation-history.service.js';
import { Escalations } from './escalations.service.js';
import { QuietTimes } from './quiet-times.service.js';
import { Recomputation } from './recomputation.service.js';
import { Robots } from './robots.service.js';
import { Rosters } from './rosters.service.js';
import { HoursModule } from '../hours/index.js';
import { MailModule } from '../platform/mail/index.js';
import { StaffModule } from '../staff/index.js';
import { TicketsModule } from '../tickets/index.js';

const DOORS = [
  Timers,
  TimerSweep,
  Explanations,
  PolicyPlans,
  CalendarChanges,
  PolicyHistory,
  Milestones,
  SlaDefaults,
  Alerting,
  Recomputation,
  NightlyCheck,
  Alerts,
  Answering,
  EscalationRun,
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
  imports: [HoursModule, MailModule, StaffModule, TicketsModule],
  providers: [
    ChangeImpact,
    Targets,
    EscalationSchedule,
    TimerFollowers,
    TimerRows,
    CustomerTimers,
    DepartmentTimers,
    SweepSchedule,
    AlertMail,
    AlertOrders,
    Audiences,
    CallEnding,
    StepPlanning,
    Lateness,
    StepActions,
    EscalationSteps,
    ...DOORS,
  ],
  exports: DOORS,
})
export class SlaModule {}
