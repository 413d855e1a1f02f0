import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CustomersModule } from '../customers/index.js';
import { FilesModule } from '../platform/files/index.js';
import { ChannelAccounts } from './accounts.service.js';
import { Calls } from './calls.service.js';
import { ContactRules } from './contact-rules.service.js';
import { Contacts } from './contacts.service.js';
import { Resuming } from './resuming.service.js';
import { SceneBinding, Scenes } from './scenes.service.js';
import { Conversation } from './conversation.js';
import { Talks } from './talks.service.js';
import { TypingHints } from './typing-hints.service.js';
import { Channels } from './channels.js';
import { ConversationClaim } from './claim.service.js';
import { ContactLedger } from './contact-ledger.service.js';
import { Deliveries } from './deliveries.service.js';
import { DeliveryClaim } from './delivery-claim.service.js';
import { DueDeliveries } from './due-deliveries.service.js';
import { DeliveryMoves } from './delivery-moves.service.js';
import { DeliverySweep } from './delivery-sweep.js';
import { DeliveryTimes } from './delivery-times.js';
import { ConversationEnd } from './ending.service.js';
import { Envelopes } from './envelopes.service.js';
import { Episodes } from './episodes.service.js';
import { Forgetting } from './forgetting.js';
import { Handling } from './handling.service.js';
import { ConversationsLeftBehind } from './left-behind.service.js';
import { Leases } from './leases.service.js';
import { MessageAnnouncing } from './message-announcing.service.js';
import { MessageIntake } from './message-intake.service.js';
import { MessageFiles } from './message-files.service.js';
import { MessageTexts } from './message-texts.service.js';
import { MessageWriting } from './message-writing.service.js';
import { NextRoute } from './next-route.service.js';
import { Outbox } from './outbox.service.js';
import { PassiveReply } from './passive-reply.service.js';
import { Receipts } from './receipts.service.js';
import { Receiving } from './receiving.service.js';
import { Replay } from './replay.service.js';
import { ConversationReplies } from './conversation-replies.service.js';
import { FileLinks } from './file-links.service.js';
import { FileReplies } from './file-replies.service.js';
import { Replies } from './replies.service.js';
import { Sending } from './sending.service.js';
import { Settlement } from './settlement.service.js';
import { WindowSweep } from './window-sweep.js';
import { WindowWatch } from './window-watch.service.js';

const DOOR = [
  Calls,
  ChannelAccounts,
  Channels,
  ContactLedger,
  ContactRules,
  Contacts,
  ConversationClaim,
  ConversationEnd,
  ConversationReplies,
  Deliveries,
  Episodes,
  FileLinks,
  FileReplies,
  MessageFiles,
  MessageTexts,
  Outbox,
  Receiving,
  Replay,
  Replies,
  Resuming,
  Scenes,
  Sending,
  TypingHints,
  WindowWatch,
];

@Module({
  imports: [TypeOrmModule.forFeature([Conversation]), CustomersModule, FilesModule],
  providers: [
    ...DOOR,
    ConversationsLeftBehind,
    DeliveryClaim,
    DueDeliveries,
    DeliveryMoves,
    DeliverySweep,
    DeliveryTimes,
    Envelopes,
    Forgetting,
    Handling,
    Leases,
    MessageAnnouncing,
    MessageIntake,
    MessageWriting,
    NextRoute,
    PassiveReply,
    Receipts,
    SceneBinding,
    Settlement,
    Talks,
    WindowSweep,
  ],
  exports: DOOR,
})
export class ConversationsModule {}
