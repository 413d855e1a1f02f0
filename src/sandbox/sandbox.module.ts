import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { AccessTokens } from './access-tokens.service.js';
import { AccountCalls } from './account-calls.service.js';
import { BodyText } from './wire/body-text.middleware.js';
import { Chats } from './chats.service.js';
import { ClockController } from './phone/clock.controller.js';
import { Conditions } from './conditions.service.js';
import { Consents } from './consents.service.js';
import { CustomerSends } from './customer-sends.service.js';
import { Gestures } from './gestures.service.js';
import { Media } from './media.service.js';
import { Menus } from './menus.service.js';
import { People } from './people.service.js';
import { PhoneApiController } from './phone/phone-api.controller.js';
import { PhoneAssetsController } from './phone/phone-assets.controller.js';
import { PhoneConditionsController } from './phone/phone-conditions.controller.js';
import { PhonePageController } from './phone/phone-page.controller.js';
import { PhonePage } from './phone/phone-page.service.js';
import { PhonePushes } from './wire/phone-pushes.service.js';
import { PhoneQueries } from './phone/phone.queries.js';
import { Phone } from './phone/phone.service.js';
import { PhoneTaps } from './phone/phone-taps.service.js';
import { PlatformCalls } from './platform-calls.service.js';
import { PlatformGlance, SubscriptionGlance } from './phone/platform-glance.service.js';
import { Quotas } from './quotas.service.js';
import { ReplyWindows } from './reply-windows.service.js';
import { SceneCodesController } from './scene-codes.controller.js';
import { Sandbox } from './sandbox.js';
import { SubscriptionCards, SubscriptionSends } from './subscription-sends.service.js';
import { Tags } from './tags.service.js';
import { TemplateReceipts } from './template-receipts.service.js';
import { TemplateSends } from './template-sends.service.js';
import { Typing } from './typing.service.js';
import { UserCalls } from './user-calls.service.js';
import { WechatApiController } from './wechat-api.controller.js';
import { WechatMessagesController } from './wechat-messages.controller.js';
import { WechatQuotaController } from './wechat-quota.controller.js';
import { WechatSubscriptionsController } from './wechat-subscriptions.controller.js';
import { WechatUsersController } from './wechat-users.controller.js';
import { WireLog } from './wire/wire-log.service.js';

const platform = [
  AccessTokens,
  AccountCalls,
  Conditions,
  Consents,
  CustomerSends,
  Menus,
  PlatformCalls,
  Quotas,
  SubscriptionCards,
  SubscriptionSends,
  Tags,
  TemplateReceipts,
  TemplateSends,
  Typing,
  UserCalls,
];
const phones = [
  Chats,
  Gestures,
  Media,
  People,
  Phone,
  PhonePushes,
  PhoneQueries,
  PhoneTaps,
  ReplyWindows,
  WireLog,
];
const page = [PhonePage, PlatformGlance, SubscriptionGlance];

@Module({
  controllers: [
    SceneCodesController,
    WechatApiController,
    WechatMessagesController,
    WechatQuotaController,
    WechatSubscriptionsController,
    WechatUsersController,
    ClockController,
    PhoneApiController,
    PhoneConditionsController,
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
