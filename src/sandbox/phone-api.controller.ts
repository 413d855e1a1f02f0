import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Res,
  UploadedFile,
  UseInterceptors,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Response } from 'express';
import { NotFound } from '../platform/http/index.js';
import type { Bubble } from './bubble.js';
import { Chats } from './chats.service.js';
import { IMAGE_BYTES, Media } from './media.service.js';
import { type PersonInList, PhoneQueries } from './phone.queries.js';
import { Phone } from './phone.service.js';
import { idFrom, textFrom, truthFrom } from './phone-requests.js';

/** What the page and the demonstration's story do with the phones. A gesture is answered once the push was. */
@Controller('sandbox')
export class PhoneApiController {
  constructor(
    private readonly phone: Phone,
    private readonly chats: Chats,
    private readonly media: Media,
    private readonly queries: PhoneQueries,
  ) {}

  @Get('people')
  async people(): Promise<{ data: PersonInList[] }> {
    return { data: await this.queries.people() };
  }

  /** Oldest first, after the bubble with the given id. */
  @Get('people/:openid/bubbles')
  async bubbles(
    @Param('openid') openid: string,
    @Query('after') after?: string,
  ): Promise<{ data: Bubble[] }> {
    return { data: await this.chats.after(openid, idFrom(after)) };
  }

  @Post('people/:openid/messages')
  @HttpCode(204)
  async say(@Param('openid') openid: string, @Body() body: unknown): Promise<void> {
    await this.phone.say(openid, textFrom(body, 'text'));
  }

  @Post('people/:openid/pictures')
  @HttpCode(204)
  @UseInterceptors(FileInterceptor('picture', { limits: { fileSize: IMAGE_BYTES, files: 1 } }))
  async show(@Param('openid') openid: string, @UploadedFile() picture?: { buffer: Buffer }): Promise<void> {
    await this.phone.show(openid, picture?.buffer);
  }

  @Post('people/:openid/taps')
  @HttpCode(204)
  async tap(@Param('openid') openid: string, @Body() body: unknown): Promise<void> {
    await this.phone.tap(openid, textFrom(body, 'key'));
  }

  @Post('people/:openid/scans')
  @HttpCode(204)
  async scan(@Param('openid') openid: string, @Body() body: unknown): Promise<void> {
    await this.phone.scan(openid, textFrom(body, 'scene'));
  }

  @Put('people/:openid/following')
  @HttpCode(204)
  async follow(@Param('openid') openid: string, @Body() body: unknown): Promise<void> {
    if (truthFrom(body, 'following')) await this.phone.follow(openid);
    else await this.phone.unfollow(openid);
  }

  @Put('people/:openid/blocking')
  @HttpCode(204)
  async block(@Param('openid') openid: string, @Body() body: unknown): Promise<void> {
    await this.phone.block(openid, truthFrom(body, 'blocking'));
  }

  /** Of the account that the person talks to. */
  @Put('people/:openid/condition')
  @HttpCode(204)
  async condition(@Param('openid') openid: string, @Body() body: unknown): Promise<void> {
    await this.phone.changeCondition(openid, textFrom(body, 'condition'));
  }

  /** The picture itself: for the phone, and what PicUrl points to. */
  @Get('media/:mediaId')
  async picture(@Param('mediaId') mediaId: string, @Res() response: Response): Promise<void> {
    const medium = await this.media.find(mediaId);
    if (!medium) throw new NotFound('picture_unknown', 'There is no such picture');
    response.set('cache-control', 'private, max-age=86400').type(medium.mediaType).send(medium.bytes);
  }
}
