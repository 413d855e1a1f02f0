import { Global, Module } from '@nestjs/common';
import { AlarmsModule } from '../alarms/index.js';
import { Audit } from './audit.js';
import { AuditCheck } from './audit-check.js';
import { AuditKeeping } from './audit-keeping.js';
import { RefusalTrail } from './refusal-trail.js';

@Global()
@Module({
  imports: [AlarmsModule],
  providers: [Audit, AuditCheck, AuditKeeping, RefusalTrail],
  exports: [Audit, AuditCheck, AuditKeeping],
})
export class AuditModule {}
