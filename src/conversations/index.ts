import './events.js';

export type {
  Addressed,
  Attachment,
  Channel,
  ChannelAccount,
  Consent,
  DeliveryReceipt,
  Inbound,
  InboundFact,
  Outbound,
  OutboundContent,
  RefusalConsequence,
  Route,
  Said,
  SendOutcome,
} from './channel.js';
export { asChecked } from './check.js';
export { ChannelAccounts } from './accounts.service.js';
export { Calls } from './calls.service.js';
export { Contacts } from './contacts.service.js';
export { type SceneCode, Scenes, type SceneSubject } from './scenes.service.js';
export { TypingHints } from './typing-hints.service.js';
export { Channels } from './channels.js';
export { ConversationClaim, type Taking } from './claim.service.js';
export { Conversation } from './conversation.js';
export { ContactLedger, type ContactWindow, type Ledger } from './contact-ledger.service.js';
export {
  ContactRules,
  type ContactSettings,
  type DatedRule,
  WINDOW_SOURCES,
  type WindowRule,
} from './contact-rules.service.js';
export { ConversationsModule } from './conversations.module.js';
export { DECISIONS, Deliveries } from './deliveries.service.js';
export { ConversationEnd } from './ending.service.js';
export { Episodes, type Episode } from './episodes.service.js';
export { MessageFiles, type Media, type Recording, type StoredMedia } from './message-files.service.js';
export { MessageTexts } from './message-texts.service.js';
export { Outbox, type Plan } from './outbox.service.js';
export { Receiving, type Render } from './receiving.service.js';
export { Resuming } from './resuming.service.js';
export { Replay, type FailedEnvelope } from './replay.service.js';
export { ConversationReplies } from './conversation-replies.service.js';
export { FileLinks } from './file-links.service.js';
export { FileReplies, type FileToSend, type LinkWords, type NamedMedia } from './file-replies.service.js';
export { type Manner, Replies } from './replies.service.js';
export { Sending } from './sending.service.js';
export type { ContactFact, DeliveryFact } from './events.js';
export { WINDOW_WARNINGS_S, WindowWatch } from './window-watch.service.js';
export { TALK_ACTS, TALK_STATES, type TalkAct, type TalkMove, type TalkState } from './lifecycle.js';
export { mayTalk, talkActsOpenTo, type TalkFacts } from './may.js';
export { reasonOf } from './reason.js';
export { actsIn, talksWith } from './visibility.js';
