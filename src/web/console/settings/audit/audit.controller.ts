import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Header, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { Clock } from '../../../../platform/clock/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Asked, type Typed } from '../../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { AuditExport } from './audit-export.service.js';
import { filterOf } from './audit-filter.js';
import { AuditPage } from './audit-page.service.js';

@Controller('settings/audit')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('audit'))
export class AuditController {
  constructor(
    private readonly page: AuditPage,
    private readonly exporting: AuditExport,
    private readonly clock: Clock,
    private readonly workbench: Workbench,
  ) {}

  @Get()
  show(@Req() request: MemberRequest, @Asked() query: Typed): Promise<string> {
    return this.page.render(request, query);
  }

  @Get('export')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  async export(
    @Req() request: MemberRequest,
    @Asked() query: Typed,
    @Res() response: Response,
  ): Promise<void> {
    const filter = filterOf(query);
    await this.exporting.begin(filter, readerOf(request));
    const day = this.clock.now().toISOString().slice(0, 10);
    response.setHeader('Content-Disposition', `attachment; filename="audit-${day}.csv"`);
    const lines = this.exporting.lines(filter, this.workbench.speech(request));
    await pipeline(Readable.from(lines), response);
  }
}
