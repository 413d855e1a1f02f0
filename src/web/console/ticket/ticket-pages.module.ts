import { Module } from '@nestjs/common';
import { ConversationsModule } from '../../../conversations/index.js';
import { DeliveryModule } from '../../../delivery/index.js';
import { CustomersModule } from '../../../customers/index.js';
import { NotificationsModule } from '../../../notifications/index.js';
import { RefundsModule } from '../../../refunds/index.js';
import { EscalationModule } from '../../../escalation/index.js';
import { SlaModule } from '../../../sla/index.js';
import { TicketsModule } from '../../../tickets/index.js';
import { AuthModule } from '../../auth/index.js';
import { ViewModule } from '../../view/index.js';
import { QueriesModule } from '../../queries/index.js';
import { ConsoleModule } from '../console.module.js';
import { CustomerCards } from '../inbox/customer-card.queries.js';
import { CustomersController } from '../inbox/customers.controller.js';
import { DeliveriesController } from '../deliveries/deliveries.controller.js';
import { DeliveriesPage } from '../deliveries/deliveries-page.service.js';
import { PhonePage } from '../inbox/phone-page.service.js';
import { PromisePage } from './promise-page.service.js';
import { QueuePage } from './queue-page.service.js';
import { RefundStepPage } from '../refunds/refund-step-page.service.js';
import { RefundStepsController } from '../refunds/refund-steps.controller.js';
import { ReplyFiles } from '../words/reply-files.service.js';
import { ScenePage } from '../inbox/scene-page.service.js';
import { TicketActsController } from './acts.controller.js';
import { TicketController } from './ticket.controller.js';
import { TicketEscalations } from './ticket-escalations.service.js';
import { TicketFilesController } from './ticket-files.controller.js';
import { TicketPage } from './ticket-page.service.js';
import { TicketParts } from './ticket-parts.service.js';
import { TicketsController } from './tickets.controller.js';
import { WordsController } from '../words/words.controller.js';
import { WordsPage } from '../words/words-page.service.js';

@Module({
  imports: [
    AuthModule,
    ConsoleModule,
    ConversationsModule,
    DeliveryModule,
    CustomersModule,
    NotificationsModule,
    QueriesModule,
    RefundsModule,
    EscalationModule,
    SlaModule,
    TicketsModule,
    ViewModule,
  ],
  controllers: [
    CustomersController,
    DeliveriesController,
    RefundStepsController,
    TicketActsController,
    TicketController,
    TicketFilesController,
    TicketsController,
    WordsController,
  ],
  providers: [
    CustomerCards,
    DeliveriesPage,
    PhonePage,
    PromisePage,
    QueuePage,
    RefundStepPage,
    ReplyFiles,
    ScenePage,
    TicketEscalations,
    TicketPage,
    TicketParts,
    WordsPage,
  ],
  exports: [CustomerCards, ReplyFiles],
})
export class TicketPagesModule {}
