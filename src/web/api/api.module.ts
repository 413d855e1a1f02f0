import { Module } from '@nestjs/common';
import { ConversationsModule } from '../../conversations/index.js';
import { DeliveryModule } from '../../delivery/index.js';
import { CustomersModule } from '../../customers/index.js';
import { NotificationsModule } from '../../notifications/index.js';
import { ReportsModule } from '../../reports/index.js';
import { RefundsModule } from '../../refunds/index.js';
import { RetentionModule } from '../../retention/index.js';
import { EscalationModule } from '../../escalation/index.js';
import { SlaModule } from '../../sla/index.js';
import { TicketsModule } from '../../tickets/index.js';
import { AuthModule } from '../auth/index.js';
import { QueriesModule } from '../queries/index.js';
import { AuditController } from './audit.controller.js';
import { ConversationsController } from './conversations.controller.js';
import { CustomerHoldsController } from './customer-holds.controller.js';
import { CustomerLeavingController } from './customer-leaving.controller.js';
import { CustomersController } from './customers.controller.js';
import { DeliveriesController, DeliveriesListController } from './deliveries.controller.js';
import { DirectoryController } from './directory.controller.js';
import { HandoffsController } from './handoffs.controller.js';
import { HoldsController } from './holds.controller.js';
import { MessagesController } from './messages.controller.js';
import { ApiReportsController } from './reports.controller.js';
import { RefundsController } from './refunds.controller.js';
import { RetentionController } from './retention.controller.js';
import { SessionsController, StaffSessionsController } from './sessions.controller.js';
import { TicketDesk } from './ticket-desk.service.js';
import { TicketEscalationsController } from './ticket-escalations.controller.js';
import { TicketHandoffsController } from './ticket-handoffs.controller.js';
import { TicketRefundController } from './ticket-refund.controller.js';
import { TicketTalkController } from './ticket-talk.controller.js';
import { TicketTrackingController } from './ticket-tracking.controller.js';
import { TicketTimersController } from './ticket-timers.controller.js';
import { TicketWorkController } from './ticket-work.controller.js';
import { TokensController } from './tokens.controller.js';
import { TicketsController } from './tickets.controller.js';

@Module({
  imports: [
    AuthModule,
    QueriesModule,
    ConversationsModule,
    DeliveryModule,
    CustomersModule,
    NotificationsModule,
    RefundsModule,
    ReportsModule,
    RetentionModule,
    EscalationModule,
    SlaModule,
    TicketsModule,
  ],
  controllers: [
    TicketsController,
    TicketTalkController,
    TicketWorkController,
    TicketEscalationsController,
    TicketTimersController,
    TicketTrackingController,
    AuditController,
    TicketHandoffsController,
    HandoffsController,
    TicketRefundController,
    RefundsController,
    ApiReportsController,
    RetentionController,
    ConversationsController,
    DeliveriesListController,
    DeliveriesController,
    CustomersController,
    CustomerHoldsController,
    HoldsController,
    CustomerLeavingController,
    MessagesController,
    DirectoryController,
    TokensController,
    SessionsController,
    StaffSessionsController,
  ],
  providers: [TicketDesk],
})
export class ApiModule {}
