import { Module } from '@nestjs/common';
import { ConversationsModule } from '../conversations/index.js';
import { Answers } from './answers.service.js';
import { Facts } from './facts.service.js';
import { Owing } from './owing.service.js';
import { NoticeTemplates } from './templates.service.js';
import { TicketNotices } from './ticket-notices.service.js';
import { TrackingLinks } from './tracking-links.service.js';

@Module({
  imports: [ConversationsModule],
  providers: [Answers, Facts, NoticeTemplates, Owing, TicketNotices, TrackingLinks],
  exports: [TrackingLinks],
})
export class NotificationsModule {}
