import './escalation.events.js';

export { EscalationModule } from './escalation.module.js';
export { Alerting } from './alerting.service.js';
export { Alerts, type AlertView } from './alerts.service.js';
export { Answering } from './answering.service.js';
export { DueWork } from './due-work.service.js';
export {
  type CalledOne,
  EscalationHistory,
  type HistoryStep,
  type NextStep,
} from './escalation-history.service.js';
export { EscalationRun } from './escalation-run.service.js';
export { Escalations } from './escalations.service.js';
export type { QuietHours } from './quiet-hours.js';
export { QuietTimes } from './quiet-times.service.js';
export { RobotSpeech } from './robot-speech.service.js';
export { type RobotAddress, type RobotVendor, RobotVendors } from './robot-vendors.js';
export { type RobotDraft, Robots } from './robots.service.js';
export { type OnCallRoster, type RosterDraft, Rosters } from './rosters.service.js';
export { type Rotation, type Substitution, type Turn, turnsAhead } from './rotation.js';
