import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  UploadedFile,
  UseInterceptors,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Bubble } from '../bubble.js';
import { Chats } from '../chats.service.js';
import { IMAGE_BYTES } from '../media.service.js';
import { type PersonInList, PhoneQueries } from './phone.queries.js';
import { Phone } from './phone.service.js';
import { PhoneTaps } from './phone-taps.service.js';
import { idFrom, textFrom, truthFrom } from './phone-requests.js';

/** A gesture is answered after the business has answered its push. */
@Controller('sandbox')
export class PhoneApiController {
  constructor(
    private readonly phone: Phone,
    private readonly taps: PhoneTaps,
    private readonly chats: Chats,
    private readonly queries: PhoneQueries,
  ) {}

  @Get('people')
  async people(): Promise<{ data: PersonInList[] }> {
    return { data: await this.queries.people() };
  }

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

  @Post('people/:openid/voices')
  @HttpCode(204)
  async speak(@Param('openid') openid: string): Promise<void> {
    await this.phone.speak(openid);
  }

  @Post('people/:openid/choices')
  @HttpCode(204)
  async choose(@Param('openid') openid: string, @Body() body: unknown): Promise<void> {
    await this.phone.choose(openid, idFrom(textFrom(body, 'bubble')), textFrom(body, 'choice'));
  }

  @Put('people/:openid/consent')
  @HttpCode(204)
  async consent(@Param('openid') openid: string, @Body() body: unknown): Promise<void> {
    const template = textFrom(body, 'template');
    if (truthFrom(body, 'given')) await this.taps.agree(openid, template);
    else await this.taps.withdraw(openid, template);
  }

  @Post('people/:openid/taps')
  @HttpCode(204)
  async tap(@Param('openid') openid: string, @Body() body: unknown): Promise<void> {
    await this.taps.tap(openid, textFrom(body, 'key'));
  }

  @Post('people/:openid/scans')
  @HttpCode(204)
  async scan(@Param('openid') openid: string, @Body() body: unknown): Promise<void> {
    await this.taps.scan(openid, textFrom(body, 'scene'));
  }

  @Put('people/:openid/following')
  @HttpCode(204)
  async follow(@Param('openid') openid: string, @Body() body: unknown): Promise<void> {
    if (truthFrom(body, 'following')) await this.taps.follow(openid);
    else await this.taps.unfollow(openid);
  }

  @Put('people/:openid/blocking')
  @HttpCode(204)
  async block(@Param('openid') openid: string, @Body() body: unknown): Promise<void> {
    await this.taps.block(openid, truthFrom(body, 'blocking'));
  }
}
