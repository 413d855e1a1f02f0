import { Controller, Get, Header, Param, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { csrfToken } from '../../platform/http/index.js';
import { type Changes, PhonePage } from './phone-page.service.js';
import { readerOf } from './phone-reader.js';
import { idFrom } from './phone-requests.js';

@Controller('sandbox')
export class PhonePageController {
  constructor(private readonly page: PhonePage) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async whole(@Req() request: Request, @Query('person') person?: string): Promise<string> {
    return this.page.whole(readerOf(request), csrfToken(request), person);
  }

  @Get('people/:openid/changes')
  async changes(
    @Req() request: Request,
    @Param('openid') openid: string,
    @Query('after') after?: string,
  ): Promise<Changes> {
    return this.page.changes(readerOf(request), openid, idFrom(after));
  }
}
