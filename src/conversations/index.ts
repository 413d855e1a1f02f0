import './events.js';

export { asChecked } from './check.js';
export { Contacts } from './contacts.service.js';
export { type SceneCode, Scenes, type SceneSubject } from './scenes.service.js';
export { SealedPushes } from './sealed-pushes.service.js';
export { TypingHints } from './typing-hints.service.js';
export { ConversationClaim, type Taking } from './claim.service.js';
export { Conversation } from './conversation.js';
export { ConversationsModule } from './conversations.module.js';
export { ConversationEnd } from './ending.service.js';
export { Episodes, type Episode } from './episodes.service.js';
export {
  MessageFiles,
  type Media,
  type Recording,
  STORED_PATHS,
  type StoredMedia,
} from './message-files.service.js';
export { MessageTexts } from './message-texts.service.js';
export type { UnreadEnvelope } from './envelopes.service.js';
export { Outbox, type Plan } from './outbox.service.js';
export { Receiving, type Render } from './receiving.service.js';
export { Replay, type FailedEnvelope } from './replay.service.js';
export { ConversationReplies } from './conversation-replies.service.js';
export { FileLinks } from './file-links.service.js';
export { FileReplies, type FileToSend, type LinkWords, type NamedMedia } from './file-replies.service.js';
export { RevealedWords } from './revealed-words.service.js';
export { type Manner, Replies } from './replies.service.js';
export type { ContactFact } from './events.js';
export { TALK_ACTS, TALK_STATES, type TalkAct, type TalkMove, type TalkState } from './lifecycle.js';
export { mayTalk, talkActsOpenTo, type TalkFacts } from './may.js';
export { reasonOf } from './reason.js';
export { type Seen, Unread } from './unread.service.js';
export { Waiting, type WayOfAsking } from './waiting.service.js';
export { actsIn, talksWith } from './visibility.js';
