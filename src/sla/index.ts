import './sla.events.js';

export { SlaModule } from './sla.module.js';
export { SlaDefaults } from './defaults.service.js';
export { Timers, type TimerView } from './timers.queries.js';
export { TimerSweep } from './sweep.service.js';
export { Explanations, type Explanation } from './explanation.service.js';
export type { Stretch } from './stretches.js';
export { CalendarChanges } from './calendar-changes.service.js';
export type { Moved, MoveChoice, MovedPage } from './change-impact.service.js';
export { type BenchResult, type PolicyPlan, PolicyPlans } from './policy-plans.service.js';
export type { PolicyDraft } from './policy-draft.js';
export {
  CONDITIONS,
  type Condition,
  type Mismatch,
  type PolicyFacts,
  secondsOf,
  type TargetSetting,
  type Threshold,
} from './policy.js';
export { type Shadow, shadowsAmong } from './shadows.js';
export { AUDIENCES, type Audience, MEANS, type Means, type Step, type StepAction } from './step.js';
export { type SavedTimers, type TimerFollower, TimerFollowers } from './timer-followers.js';
export { LateFirings } from './late-firings.service.js';
export { PolicyHistory } from './policy-history.queries.js';
export { Milestones } from './milestones.service.js';
export { METRICS, type Metric } from './metrics.js';
export type { TimerState } from './timer-row.js';
export { type Recomputed, Recomputation } from './recomputation.service.js';
export type { Difference } from './ledger-differences.js';
export { type LedgerCheck, NightlyCheck } from './nightly-check.service.js';
export type { Timer } from './timer.js';
