import { Controller, Get, Header, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { Audit } from '../../../platform/audit/index.js';
import { SessionGuard } from '../../auth/index.js';
import { AttainmentPage } from './attainment-page.service.js';
import { Asked, type Typed } from '../../forms/index.js';
import type { MemberRequest } from '../workbench.service.js';

@Controller('reports')
@UseGuards(SessionGuard)
export class AttainmentController {
  constructor(
    private readonly page: AttainmentPage,
    private readonly audit: Audit,
  ) {}

  @Get('promises')
  show(@Req() request: MemberRequest, @Asked() query: Typed): Promise<string> {
    return this.page.render(request, query);
  }

  @Get('promises/tickets')
  behind(@Req() request: MemberRequest, @Asked() query: Typed): Promise<string> {
    return this.page.drawBehind(request, query);
  }

  @Get('promises.csv')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  async export(@Req() request: MemberRequest, @Asked() query: Typed, @Res() response: Response) {
    const { name, text } = await this.page.csv(request, query);
    await this.audit.record({
      action: 'report.exported',
      subject: { type: 'report', id: 'promises' },
      after: query,
    });
    response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
    response.send(text);
  }
}
