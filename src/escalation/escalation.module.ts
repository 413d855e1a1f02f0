import { Module } from '@nestjs/common';
import { MailModule } from '../platform/mail/index.js';
import { SlaModule } from '../sla/index.js';
import { StaffModule } from '../staff/index.js';
import { TicketsModule } from '../tickets/index.js';
import { AlertMail } from './alert-mail.service.js';
import { AlertOrders } from './alert-orders.service.js';
import { Alerting } from './alerting.service.js';
import { Alerts } from './alerts.service.js';
import { Answering } from './answering.service.js';
import { Audiences } from './audience.service.js';
import { CallEnding } from './call-ending.service.js';
import { DueWork } from './due-work.service.js';
import { EscalationHistory } from './escalation-history.service.js';
import { EscalationRun } from './escalation-run.service.js';
import { EscalationSchedule } from './escalation.schedule.js';
import { EscalationSteps } from './escalation-steps.service.js';
import { Escalations } from './escalations.service.js';
import { KeptRobots } from './kept-robots.service.js';
import { QuietTimes } from './quiet-times.service.js';
import { RobotSpeech } from './robot-speech.service.js';
import { RobotVendors } from './robot-vendors.js';
import { Robots } from './robots.service.js';
import { Rosters } from './rosters.service.js';
import { StepActions } from './step-actions.service.js';
import { StepPlanning } from './step-planning.service.js';
import { WorkLost } from './work-lost.service.js';

const DOORS = [
  Alerting,
  Alerts,
  Answering,
  DueWork,
  EscalationHistory,
  EscalationRun,
  Escalations,
  QuietTimes,
  RobotSpeech,
  RobotVendors,
  Robots,
  Rosters,
];

@Module({
  imports: [MailModule, SlaModule, StaffModule, TicketsModule],
  providers: [
    AlertMail,
    AlertOrders,
    Audiences,
    CallEnding,
    EscalationSchedule,
    EscalationSteps,
    KeptRobots,
    StepActions,
    StepPlanning,
    WorkLost,
    ...DOORS,
  ],
  exports: DOORS,
})
export class EscalationModule {}
