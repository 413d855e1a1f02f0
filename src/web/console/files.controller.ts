import { Controller, Get, Param, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { IdPipe } from '../../platform/http/index.js';
import type { Member } from '../../staff/index.js';
import { CurrentMember, SessionGuard } from '../auth/index.js';
import { SharedFiles } from './shared-files.service.js';

/** Pictures that customers sent. */
@Controller('files')
@UseGuards(SessionGuard)
export class FilesController {
  constructor(private readonly files: SharedFiles) {}

  @Get(':messageId')
  async show(
    @CurrentMember() member: Member,
    @Param('messageId', IdPipe) messageId: string,
    @Res() response: Response,
  ): Promise<void> {
    const { path, mediaType } = await this.files.open(member, messageId);
    response.set({
      'Content-Type': mediaType,
      'Content-Disposition': 'inline',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    });
    response.sendFile(path, { cacheControl: false, headers: { 'Cache-Control': 'private, max-age=86400' } });
  }
}
