import { Module } from '@nestjs/common';
import { ConversationsModule } from '../../../conversations/index.js';
import { SlaModule } from '../../../sla/index.js';
import { TicketsModule } from '../../../tickets/index.js';
import { AuthModule } from '../../auth/index.js';
import { QueriesModule } from '../../queries/index.js';
import { ConsoleModule } from '../console.module.js';
import { InboxController } from './inbox.controller.js';
import { InboxScriptController } from './inbox-script.controller.js';
import { InboxPage } from './inbox-page.service.js';
import { InboxQueries } from './inbox.queries.js';
import { OpenConversation } from './open-conversation.service.js';
import { TicketPagesModule } from '../ticket/ticket-pages.module.js';

@Module({
  imports: [
    AuthModule,
    ConsoleModule,
    ConversationsModule,
    QueriesModule,
    SlaModule,
    TicketPagesModule,
    TicketsModule,
  ],
  controllers: [InboxController, InboxScriptController],
  providers: [InboxPage, InboxQueries, OpenConversation],
})
export class InboxPagesModule {}
