import { Controller, Get, Query, UseFilters } from '@nestjs/common';
import { AccountCalls } from './account-calls.service.js';
import { PlatformCalls } from './platform-calls.service.js';
import { RefusalFilter } from './refusal.filter.js';

@Controller('sandbox/wechat/wxaapi/newtmpl')
@UseFilters(RefusalFilter)
export class WechatSubscriptionsController {
  constructor(
    private readonly calls: PlatformCalls,
    private readonly account: AccountCalls,
  ) {}

  @Get('gettemplate')
  templates(@Query('access_token') token: string): Promise<object> {
    return this.calls.answer({ api: 'newtmpl/gettemplate', token }, (app) =>
      this.account.subscriptionTemplates(app),
    );
  }
}
