import { Module } from '@nestjs/common';
import { ConversationsModule } from '../conversations/index.js';
import { TicketsModule } from '../tickets/index.js';
import { Answers } from './answers.service.js';
import { Facts } from './facts.service.js';
import { MenuAnswers } from './menu-answers.service.js';
import { Notices } from './notices.service.js';
import { NoticeTemplates } from './templates.service.js';
import { TicketNotices } from './ticket-notices.service.js';
import { TrackingLinks } from './tracking-links.service.js';

@Module({
  imports: [ConversationsModule, TicketsModule],
  providers: [Answers, Facts, MenuAnswers, NoticeTemplates, Notices, TicketNotices, TrackingLinks],
  exports: [MenuAnswers, TrackingLinks],
})
export class NotificationsModule {}
