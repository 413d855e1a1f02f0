import {
  Body,
  Controller,
  Get,
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
import { Menus } from './menus.service.js';
import { PlatformCalls } from './platform-calls.service.js';
import { RefusalFilter } from './refusal.filter.js';

const UPLOAD_BYTES = 10 * 1024 * 1024;

@Controller('sandbox/wechat/cgi-bin')
@UseFilters(RefusalFilter)
export class WechatApiController {
  constructor(
    private readonly calls: PlatformCalls,
    private readonly account: AccountCalls,
    private readonly menus: Menus,
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
    const found = await this.account.media(token, mediaId);
    if ('video_url' in found) {
      response.json(found);
      return;
    }
    response.set('content-disposition', `attachment; filename="${found.mediaId}"`);
    response.type(found.mediaType).send(found.bytes);
  }

  @Get(['get_api_domain_ip', 'getcallbackip'])
  addresses(@Query('access_token') token: string): Promise<object> {
    return this.calls.answer({ api: 'addresses', token }, () => this.account.addresses());
  }

  @Get('template/get_all_private_template')
  templates(@Query('access_token') token: string): Promise<object> {
    return this.calls.answer({ api: 'template/list', token }, (app) => this.account.templates(app));
  }

  @Post('menu/create')
  @HttpCode(200)
  createMenu(@Query('access_token') token: string, @Body() body: string): Promise<object> {
    return this.calls.answer({ api: 'menu/create', token, body }, (app, sent) =>
      this.menus.create(app, sent),
    );
  }

  @Get('menu/get')
  menu(@Query('access_token') token: string): Promise<object> {
    return this.calls.answer({ api: 'menu/get', token }, (app) => this.menus.get(app));
  }

  @Get('menu/delete')
  deleteMenu(@Query('access_token') token: string): Promise<object> {
    return this.calls.answer({ api: 'menu/delete', token }, (app) => this.menus.delete(app));
  }
}
