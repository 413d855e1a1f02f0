import './escalation.events.js';

export { EscalationModule } from './escalation.module.js';
export { Alerting } from './alerting.service.js';
export { Alerts } from './alerts.service.js';
export { Answering } from './answering.service.js';
export { DueWork } from './due-work.service.js';
export { EscalationHistory, type HistoryStep } from './escalation-history.service.js';
export { EscalationRun } from './escalation-run.service.js';
export { Escalations } from './escalations.service.js';
export { QuietTimes } from './quiet-times.service.js';
export { RobotSpeech } from './robot-speech.service.js';
export { RobotVendors } from './robot-vendors.js';
export type { RobotDraft } from './kept-robots.service.js';
export { Robots } from './robots.service.js';
export { type OnCallRoster, type RosterDraft, Rosters } from './rosters.service.js';
export { mayKeepRoster } from './roster-rights.js';
export { type Substitution, turnsAhead } from './rotation.js';
