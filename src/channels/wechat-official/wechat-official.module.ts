import { Module } from '@nestjs/common';
import { ConversationsModule } from '../../conversations/index.js';
import { DeliveryModule } from '../../delivery/index.js';
import { AlarmsModule } from '../../platform/alarms/index.js';
import { AccountAbilities } from './account-abilities.service.js';
import { AccountChanges } from './account-changes.service.js';
import { AccountTrail } from './account-trail.service.js';
import { AccountGate } from './account-gate.service.js';
import { AccessTokens } from './api/access-token.service.js';
import { WechatAccounts } from './accounts.service.js';
import { WechatApi } from './api/api.service.js';
import { CallbackController } from './callback/callback.controller.js';
import { Callbacks } from './callback/callback.service.js';
import { WechatContactFacts } from './contact-facts.service.js';
import { WechatConsents } from './templates/consents.service.js';
import { CustomerMessages } from './customer-messages.service.js';
import { ErasedPeople } from './erased-people.service.js';
import { MediaFetching, MediaPlanning } from './media/media-fetching.service.js';
import { WechatMedia } from './media/media.service.js';
import { WechatMenus } from './menus.service.js';
import { AccountQuota } from './quota.service.js';
import { QuietWatch } from './quiet-watch.service.js';
import { Refusals } from './callback/refusals.service.js';
import { WechatChannel } from './channel.service.js';
import { WechatSceneCodes } from './scene-codes.service.js';
import { WechatTyping } from './typing.service.js';
import { UserSweep } from './user-sweep.js';
import { WechatUsers } from './users.service.js';
import { WechatSecrets } from './secrets.service.js';
import { SelfTestAnswers } from './self-test/answers.service.js';
import { SelfTestFetching } from './self-test/fetching.service.js';
import { SelfTestListening } from './self-test/listening.service.js';
import { SelfTestQuestions } from './self-test/questions.service.js';
import { SelfTestSteps } from './self-test/steps.service.js';
import { SelfTestTemplates } from './self-test/templates.service.js';
import { SelfTests } from './self-test/self-test.service.js';
import { WechatSending } from './sending.service.js';
import { AccountStanding } from './standing.service.js';
import { Tallies } from './tallies.service.js';
import { TemplateCalls } from './templates/template-calls.service.js';
import { TemplateFaults } from './templates/template-faults.service.js';
import { TemplateMessages } from './templates/template-messages.service.js';
import { WechatTemplates } from './templates/templates.service.js';
import { WechatUploads } from './media/uploads.service.js';

@Module({
  imports: [AlarmsModule, ConversationsModule, DeliveryModule],
  controllers: [CallbackController],
  providers: [
    AccessTokens,
    AccountAbilities,
    AccountChanges,
    AccountGate,
    AccountQuota,
    AccountStanding,
    AccountTrail,
    Callbacks,
    CustomerMessages,
    ErasedPeople,
    MediaFetching,
    MediaPlanning,
    QuietWatch,
    Refusals,
    SelfTestAnswers,
    SelfTestFetching,
    SelfTestListening,
    SelfTestQuestions,
    SelfTestSteps,
    SelfTestTemplates,
    SelfTests,
    Tallies,
    TemplateCalls,
    TemplateFaults,
    TemplateMessages,
    UserSweep,
    WechatAccounts,
    WechatApi,
    WechatChannel,
    WechatConsents,
    WechatContactFacts,
    WechatMedia,
    WechatMenus,
    WechatSceneCodes,
    WechatSecrets,
    WechatSending,
    WechatTemplates,
    WechatTyping,
    WechatUploads,
    WechatUsers,
  ],
  exports: [
    AccountChanges,
    AccountQuota,
    AccountStanding,
    SelfTests,
    WechatConsents,
    WechatAccounts,
    WechatMedia,
    WechatMenus,
    WechatSecrets,
    WechatTemplates,
  ],
})
export class WechatOfficialModule {}
