import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FileLinks } from '../../conversations/index.js';
import { RateLimits } from '../../platform/http/index.js';
import { attached } from '../view/index.js';
import { TrackingPage } from './tracking-page.service.js';

@Controller('f')
export class FileLinksController {
  constructor(
    private readonly limits: RateLimits,
    private readonly links: FileLinks,
    private readonly page: TrackingPage,
  ) {}

  @Get(':token')
  async save(
    @Param('token') token: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    response.set({ 'x-robots-tag': 'noindex, nofollow, noarchive', 'referrer-policy': 'no-referrer' });
    await this.limits.consume('tracking', request.ip ?? '');
    const file = await this.links.open(token);
    if (file) attached(response.set('cache-control', 'private, max-age=86400'), file);
    else response.status(404).send(this.page.fileOver(request));
  }
}
