import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CustomersModule } from '../customers/index.js';
import { DeliveryModule } from '../delivery/index.js';
import { AlarmsModule } from '../platform/alarms/index.js';
import { FilesModule } from '../platform/files/index.js';
import { CatchingUp } from './catching-up.service.js';
import { Contacts } from './contacts.service.js';
import { SealedPushes } from './sealed-pushes.service.js';
import { SceneBinding, Scenes } from './scenes.service.js';
import { Conversation } from './conversation.js';
import { Talks } from './talks.service.js';
import { TypingHints } from './typing-hints.service.js';
import { ConversationClaim } from './claim.service.js';
import { ConversationEnd } from './ending.service.js';
import { Envelopes } from './envelopes.service.js';
import { Episodes } from './episodes.service.js';
import { Forgetting } from './forgetting.js';
import { Handling } from './handling.service.js';
import { ConversationsLeftBehind } from './left-behind.service.js';
import { MessageIntake } from './message-intake.service.js';
import { MessageFiles } from './message-files.service.js';
import { MessageTexts } from './message-texts.service.js';
import { MessageWriting } from './message-writing.service.js';
import { Outbox } from './outbox.service.js';
import { ProviderClocks } from './provider-clocks.service.js';
import { PushQueue } from './push-queue.service.js';
import { Receiving } from './receiving.service.js';
import { Replay } from './replay.service.js';
import { ConversationReplies } from './conversation-replies.service.js';
import { FileLinks } from './file-links.service.js';
import { FileReplies } from './file-replies.service.js';
import { RevealedWords } from './revealed-words.service.js';
import { Replies } from './replies.service.js';
import { Unread } from './unread.service.js';
import { Waiting } from './waiting.service.js';

const DOOR = [
  Contacts,
  ConversationClaim,
  ConversationEnd,
  ConversationReplies,
  Episodes,
  FileLinks,
  FileReplies,
  MessageFiles,
  MessageTexts,
  Outbox,
  Receiving,
  Replay,
  Replies,
  RevealedWords,
  Scenes,
  SealedPushes,
  TypingHints,
  Unread,
  Waiting,
];

@Module({
  imports: [
    TypeOrmModule.forFeature([Conversation]),
    AlarmsModule,
    CustomersModule,
    DeliveryModule,
    FilesModule,
  ],
  providers: [
    ...DOOR,
    CatchingUp,
    ConversationsLeftBehind,
    Envelopes,
    Forgetting,
    Handling,
    MessageIntake,
    MessageWriting,
    ProviderClocks,
    PushQueue,
    SceneBinding,
    Talks,
  ],
  exports: DOOR,
})
export class ConversationsModule {}
