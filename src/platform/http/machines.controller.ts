import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Health, type Readiness } from './health.js';
import { Metrics } from './metrics.js';

@Controller()
export class MachinesController {
  constructor(
    private readonly health: Health,
    private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  live(): { alive: true } {
    return { alive: true };
  }

  @Get('health/ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<Readiness> {
    const readiness = await this.health.readiness();
    response.status(readiness.ready ? 200 : 503);
    return readiness;
  }

  @Get('metrics')
  async numbers(@Res() response: Response): Promise<void> {
    response.type(this.metrics.contentType).send(await this.metrics.text());
  }
}
