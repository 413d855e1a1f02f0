import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Post,
  Query,
  Res,
  UploadedFile,
  UseFilters,
  UseInterceptors,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import type { Response } from 'express';
import { AccountCalls } from './account-calls.service.js';
import { CustomerSends } from './customer-sends.service.js';
import { PlatformCalls } from './platform-calls.service.js';
import { RefusalFilter } from './refusal.filter.js';
import { TemplateSends } from './template-sends.service.js';
import { Typing } from './typing.service.js';

const JSON_TYPE = 'application/json; encoding=utf-8';
const UPLOAD_BYTES = 10 * 1024 * 1024;

/** What `https://api.weixin.qq.com` is to an account, for the account of the demonstration. */
@Controller('sandbox/wechat/cgi-bin')
@UseFilters(RefusalFilter)
export class WechatApiController {
  constructor(
    private readonly calls: PlatformCalls,
    private readonly account: AccountCalls,
    private readonly customerSends: CustomerSends,
    private readonly templateSends: TemplateSends,
    private readonly typing: Typing,
  ) {}

  @Post('stable_token')
  @HttpCode(200)
  async stableToken(@Body() body: string): Promise<object> {
    return this.account.stableToken(body);
  }

  @Get('token')
  async token(@Query('appid') appId = '', @Query('secret') secret = ''): Promise<object> {
    return this.account.token(appId, secret);
  }

  @Post('message/custom/send')
  @HttpCode(200)
  async customSend(@Query('access_token') token: string, @Body() body: string): Promise<object> {
    return this.calls.answer({ api: 'message/custom/send', token, body }, (app, sent) =>
      this.customerSends.send(app, sent),
    );
  }

  @Post('message/custom/typing')
  @HttpCode(200)
  async customTyping(@Query('access_token') token: string, @Body() body: string): Promise<object> {
    return this.calls.answer({ api: 'message/custom/typing', token, body }, (app, sent) =>
      this.typing.set(app, sent),
    );
  }

  /** The msgid is written as a bare number of 64 bits, as WeChat does. */
  @Post('message/template/send')
  @HttpCode(200)
  @Header('content-type', JSON_TYPE)
  async templateSend(@Query('access_token') token: string, @Body() body: string): Promise<string> {
    const answer = await this.calls.answer({ api: 'message/template/send', token, body }, (app, sent) =>
      this.templateSends.send(app, sent),
    );
    return `{"errcode":0,"errmsg":"ok","msgid":${answer.msgid}}`;
  }

  @Post('media/upload')
  @HttpCode(200)
  @UseInterceptors(FileInterceptor('media', { limits: { fileSize: UPLOAD_BYTES } }))
  async upload(
    @Query('access_token') token: string,
    @Query('type') type: string,
    @UploadedFile() file?: { buffer: Buffer },
  ): Promise<object> {
    return this.account.upload(token, type, file?.buffer);
  }

  @Get('media/get')
  async media(
    @Query('access_token') token: string,
    @Query('media_id') mediaId = '',
    @Res() response: Response,
  ): Promise<void> {
    const medium = await this.account.media(token, mediaId);
    response.set('content-disposition', `attachment; filename="${medium.mediaId}"`);
    response.type(medium.mediaType).send(medium.bytes);
  }

  @Get('user/info')
  async userInfo(@Query('access_token') token: string, @Query('openid') openid = ''): Promise<object> {
    return this.account.userInfo(token, openid);
  }
}
