import './account-events.js';

export { ABILITIES, ACCOUNT_TYPES, type Ability, type AccountType, may, missingFor } from './abilities.js';
export { AccountChanges } from './account-changes.service.js';
export { type AccountSettings, MODES, type NewWechatAccount, type WechatAccount } from './account.js';
export { WechatAccounts } from './accounts.service.js';
export { WechatMedia } from './media/media.service.js';
export { WechatConsents } from './templates/consents.service.js';
export { AccountStanding, type Obstacle } from './standing.service.js';
export {
  DEFAULT_MENU,
  keyOf,
  MENU_ACTS,
  type MenuAct,
  type MenuColumn,
  type MenuItem,
  placesOf,
} from './menu.js';
export { WechatMenus } from './menus.service.js';
export {
  type Facts,
  type SelfTest,
  type Step,
  type StepState,
  type TemplateFault,
  type TestStep,
} from './self-test/self-test.js';
export { type CheckedAccount, SelfTests, type StartedTest } from './self-test/self-test.service.js';
export { AccountQuota, CLEARED_PER_MONTH, type Quota } from './quota.service.js';
export { WechatSecrets } from './secrets.service.js';
export type { TemplateFields } from './templates/template-data.js';
export { type BoundTemplate, type TemplateKind, WechatTemplates } from './templates/templates.service.js';
export { WechatOfficialModule } from './wechat-official.module.js';
