export { type Act, Audit, type BrokenLink } from './audit.js';
export { AuditCheck } from './audit-check.js';
export { AuditKeeping } from './audit-keeping.js';
export { AuditModule } from './audit.module.js';
export { difference } from './difference.js';
export { actOf } from './event-trail.js';
