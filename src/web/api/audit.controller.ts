import { Get, Query } from '@nestjs/common';
import { OnlyFor } from '../auth/index.js';
import { AuditQueries } from '../queries/index.js';
import { AuditQuery } from './audit.requests.js';
import { auditEntry, AuditEntryList } from './shapes/audit.shape.js';
import { Api, Reads } from './endpoints.js';
import { shown } from './page.js';

@Api('audit', 'audit')
@OnlyFor(['admin'])
export class AuditController {
  constructor(private readonly queries: AuditQueries) {}

  @Get()
  @Reads('Who did what to what, when and from where, newest first; for administrators', AuditEntryList)
  async list(@Query() { cursor, limit, ...filter }: AuditQuery) {
    return shown(await this.queries.list(filter, { cursor, limit }), auditEntry);
  }
}
