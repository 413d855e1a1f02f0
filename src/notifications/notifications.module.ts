import { Module } from '@nestjs/common';
import { ConversationsModule } from '../conversations/index.js';
import { HoursModule } from '../hours/index.js';
import { SlaModule } from '../sla/index.js';
import { TicketsModule } from '../tickets/index.js';
import { Answers } from './answers.service.js';
import { Facts } from './facts.service.js';
import { MenuAnswers } from './menu-answers.service.js';
import { Notices } from './notices.service.js';
import { ProgressFacts } from './progress-facts.service.js';
import { NoticeTemplates } from './templates.service.js';
import { TicketNotices } from './ticket-notices.service.js';
import { TrackingLinks } from './tracking-links.service.js';
import { WaitingAnswers } from './waiting-answers.service.js';
import { WaitingFacts } from './waiting-facts.service.js';

@Module({
  imports: [ConversationsModule, HoursModule, SlaModule, TicketsModule],
  providers: [
    Answers,
    Facts,
    MenuAnswers,
    NoticeTemplates,
    Notices,
    ProgressFacts,
    TicketNotices,
    TrackingLinks,
    WaitingAnswers,
    WaitingFacts,
  ],
  exports: [MenuAnswers, TrackingLinks],
})
export class NotificationsModule {}
