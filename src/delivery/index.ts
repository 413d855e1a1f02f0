import './events.js';

export type {
  Addressed,
  Attachment,
  Channel,
  ChannelAccount,
  Consent,
  ContactFacts,
  DeliveryReceipt,
  Inbound,
  InboundFact,
  KeptPush,
  Outbound,
  OutboundContent,
  RefusalConsequence,
  Route,
  Said,
  SendOutcome,
} from './channel.js';
export { UnreadPush } from './channel.js';
export { allowanceOf } from './allowance.js';
export { ChannelAccounts } from './accounts.service.js';
export { Calls } from './calls.service.js';
export { Channels } from './channels.js';
export { ContactLedger, reached, type WindowSource } from './contact-ledger.service.js';
export {
  ContactRules,
  type ContactSettings,
  type DatedRule,
  WINDOW_SOURCES,
  type WindowRule,
} from './contact-rules.service.js';
export { DECISIONS, Deliveries, FROM, MANY, type Many } from './deliveries.service.js';
export { DeliveryModule } from './delivery.module.js';
export type { DeliveryFact } from './events.js';
export { PassiveReply } from './passive-reply.service.js';
export { DELIVERIES_DUE, type PlannedDelivery, planning } from './planning.js';
export { Receipts } from './receipts.service.js';
export { RestoredDeliveries } from './restored.service.js';
export { Resuming } from './resuming.service.js';
export { Sending } from './sending.service.js';
export { splitText } from './split-text.js';
export { WINDOW_WARNINGS_S, WindowWatch } from './window-watch.service.js';
