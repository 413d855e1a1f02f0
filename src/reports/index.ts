export { Attainment } from './attainment.service.js';
export {
  type AttainmentOf,
  type AttainmentRow,
  type Behind,
  type Dimension,
  DIMENSIONS,
  type PromiseLine,
  type Reader,
} from './attainment.js';
export { attainmentIn, type AttainmentSpan } from './attainment-span.js';
export { EscalationReport, type EscalationRow } from './escalation-report.service.js';
export { RollUp } from './roll-up.service.js';
export { type Mended, RollUpCheck } from './roll-up-check.service.js';
export { ReportsModule } from './reports.module.js';
export { type Paid, type Scope, WeekReport, type WeekRow } from './week-report.service.js';
export { weekOf, type Week } from './week.js';
