import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { AccessTokens } from './access-tokens.service.js';
import { AccountCalls } from './account-calls.service.js';
import { BodyText } from './body-text.middleware.js';
import { Chats } from './chats.service.js';
import { ClockController } from './clock.controller.js';
import { Conditions } from './conditions.service.js';
import { CustomerSends } from './customer-sends.service.js';
import { Gestures } from './gestures.service.js';
import { Media } from './media.service.js';
import { People } from './people.service.js';
import { PhoneApiController } from './phone-api.controller.js';
import { PhoneAssetsController } from './phone-assets.controller.js';
import { PhonePageController } from './phone-page.controller.js';
import { PhonePage } from './phone-page.service.js';
import { PhonePushes } from './phone-pushes.service.js';
import { PhoneQueries } from './phone.queries.js';
import { Phone } from './phone.service.js';
import { PlatformCalls } from './platform-calls.service.js';
import { PlatformGlance } from './platform-glance.service.js';
import { ReplyWindows } from './reply-windows.service.js';
import { SceneCodesController } from './scene-codes.controller.js';
import { Sandbox } from './sandbox.js';
import { TemplateReceipts } from './template-receipts.service.js';
import { TemplateSends } from './template-sends.service.js';
import { Typing } from './typing.service.js';
import { WechatApiController } from './wechat-api.controller.js';
import { WireLog } from './wire-log.service.js';

const platform = [
  AccessTokens,
  AccountCalls,
  Conditions,
  CustomerSends,
  PlatformCalls,
  TemplateReceipts,
  TemplateSends,
  Typing,
];
const phones = [Chats, Gestures, Media, People, Phone, PhonePushes, PhoneQueries, ReplyWindows, WireLog];
const page = [PhonePage, PlatformGlance];

@Module({
  controllers: [
    SceneCodesController,
    WechatApiController,
    ClockController,
    PhoneApiController,
    PhonePageController,
    PhoneAssetsController,
  ],
  providers: [...platform, ...phones, ...page, Sandbox],
  exports: [Sandbox],
})
export class SandboxModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(BodyText).forRoutes('sandbox/*path');
  }
}
