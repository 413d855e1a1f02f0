export { type Act, Audit, type BrokenLink } from './audit.js';
export { AuditModule } from './audit.module.js';
