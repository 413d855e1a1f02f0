import { Controller, Get, Param, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { IdPipe } from '../../../platform/http/index.js';
import type { Member } from '../../../staff/index.js';
import { CurrentMember, SessionGuard } from '../../auth/index.js';
import { attached, inline } from '../../view/index.js';
import { SharedFiles } from './shared-files.service.js';

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
    inline(response, await this.files.shown(member, messageId));
  }

  @Get(':messageId/original')
  async save(
    @CurrentMember() member: Member,
    @Param('messageId', IdPipe) messageId: string,
    @Res() response: Response,
  ): Promise<void> {
    attached(response, await this.files.original(member, messageId));
  }
}
