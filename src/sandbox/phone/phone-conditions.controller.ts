import { Body, Controller, Get, HttpCode, Param, Put, Res } from '@nestjs/common';
import type { Response } from 'express';
import { NotFound } from '../../platform/http/index.js';
import { Conditions } from '../conditions.service.js';
import { Media } from '../media.service.js';
import { People } from '../people.service.js';
import { textFrom } from './phone-requests.js';
import { playable } from './sample-voice.js';

@Controller('sandbox')
export class PhoneConditionsController {
  constructor(
    private readonly people: People,
    private readonly conditions: Conditions,
    private readonly media: Media,
  ) {}

  @Put('people/:openid/condition')
  @HttpCode(204)
  async condition(@Param('openid') openid: string, @Body() body: unknown): Promise<void> {
    const { appId } = await this.people.find(openid);
    await this.conditions.change(appId, textFrom(body, 'condition'));
  }

  @Get('media/:mediaId')
  async file(@Param('mediaId') mediaId: string, @Res() response: Response): Promise<void> {
    const medium = await this.media.find(mediaId);
    if (!medium) throw new NotFound('picture_unknown');
    const spoken = medium.mediaType === 'audio/amr' ? await playable(medium.bytes) : undefined;
    response.set('cache-control', 'private, max-age=86400');
    response.type(spoken ? 'audio/mpeg' : medium.mediaType).send(spoken ?? medium.bytes);
  }
}
