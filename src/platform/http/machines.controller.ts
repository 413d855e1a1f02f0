import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Config } from '../config/index.js';
import { Forbidden } from './errors.js';
import { Health, type Readiness } from './health.js';
import { Metrics } from './metrics.js';
import { mayMeasure } from './metrics-door.js';

@Controller()
export class MachinesController {
  constructor(
    private readonly health: Health,
    private readonly metrics: Metrics,
    private readonly config: Config,
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
  async numbers(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (!mayMeasure(request, this.config.metricsToken)) throw new Forbidden('metrics_closed');
    response.type(this.metrics.contentType).send(await this.metrics.text());
  }
}
