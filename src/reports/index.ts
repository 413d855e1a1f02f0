export { EscalationReport, type EscalationRow } from './escalation-report.service.js';
export { ReportsModule } from './reports.module.js';
export { type Paid, type Scope, WeekReport, type WeekRow } from './week-report.service.js';
export { weekOf, type Week } from './week.js';
