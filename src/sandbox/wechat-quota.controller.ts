import { Body, Controller, HttpCode, Post, Query, UseFilters } from '@nestjs/common';
import { AccessTokens } from './access-tokens.service.js';
import { readJson, text } from './platform-calls.service.js';
import { Quotas } from './quotas.service.js';
import { RefusalFilter } from './refusal.filter.js';
import { WechatRefusal } from './wechat-refusal.js';

const OK = { errcode: 0, errmsg: 'ok' };

/** `clear_quota` is called with a token, or with the AppSecret if no quota is left to get a token. */
@Controller('sandbox/wechat/cgi-bin/clear_quota')
@UseFilters(RefusalFilter)
export class WechatQuotaController {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly quotas: Quotas,
  ) {}

  @Post()
  @HttpCode(200)
  async clear(@Query('access_token') token: string, @Body() body: string): Promise<object> {
    const appId = await this.tokens.appOf(token);
    if (text(readJson(body), 'appid') !== appId) throw new WechatRefusal(40013);
    await this.quotas.clear(appId);
    return OK;
  }

  @Post('v2')
  @HttpCode(200)
  async clearBySecret(@Body() body: string): Promise<object> {
    const asked = readJson(body);
    const appId = text(asked, 'appid');
    await this.tokens.admit(appId, text(asked, 'appsecret'));
    await this.quotas.clear(appId);
    return OK;
  }
}
