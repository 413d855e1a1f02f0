import { Body, Controller, Header, HttpCode, Post, Query, UseFilters } from '@nestjs/common';
import { CustomerSends } from './customer-sends.service.js';
import { type Json, PlatformCalls } from './platform-calls.service.js';
import { RefusalFilter } from './refusal.filter.js';
import { SubscriptionSends } from './subscription-sends.service.js';
import { TemplateSends } from './template-sends.service.js';
import { Typing } from './typing.service.js';

const JSON_TYPE = 'application/json; encoding=utf-8';

@Controller('sandbox/wechat/cgi-bin/message')
@UseFilters(RefusalFilter)
export class WechatMessagesController {
  constructor(
    private readonly calls: PlatformCalls,
    private readonly customerSends: CustomerSends,
    private readonly templateSends: TemplateSends,
    private readonly subscriptions: SubscriptionSends,
    private readonly typing: Typing,
  ) {}

  @Post('custom/send')
  @HttpCode(200)
  async customSend(@Query('access_token') token: string, @Body() body: string): Promise<object> {
    return this.calls.answer({ api: 'message/custom/send', token, body }, (app, sent) =>
      this.customerSends.send(app, sent),
    );
  }

  @Post('custom/typing')
  @HttpCode(200)
  async customTyping(@Query('access_token') token: string, @Body() body: string): Promise<object> {
    return this.calls.answer({ api: 'message/custom/typing', token, body }, (app, sent) =>
      this.typing.set(app, sent),
    );
  }

  @Post('template/send')
  @HttpCode(200)
  @Header('content-type', JSON_TYPE)
  templateSend(@Query('access_token') token: string, @Body() body: string): Promise<string> {
    return this.numbered({ api: 'message/template/send', token, body }, (app, sent) =>
      this.templateSends.send(app, sent),
    );
  }

  @Post('subscribe/bizsend')
  @HttpCode(200)
  @Header('content-type', JSON_TYPE)
  subscriptionSend(@Query('access_token') token: string, @Body() body: string): Promise<string> {
    return this.numbered({ api: 'message/subscribe/bizsend', token, body }, (app, sent) =>
      this.subscriptions.send(app, sent),
    );
  }

  /** WeChat writes the msgid as a bare 64-bit number. */
  private async numbered(
    call: { api: string; token: string; body: string },
    send: (appId: string, sent: Json) => Promise<{ msgid: bigint }>,
  ): Promise<string> {
    const { msgid } = await this.calls.answer(call, send);
    return `{"errcode":0,"errmsg":"ok","msgid":${msgid}}`;
  }
}
