import { Module } from '@nestjs/common';
import { ConversationsModule } from '../../conversations/index.js';
import { DeliveryModule } from '../../delivery/index.js';
import { SlaModule } from '../../sla/index.js';
import { TicketsModule } from '../../tickets/index.js';
import { AuditQueries } from './audit.queries.js';
import { ConversationQueries } from './conversations.queries.js';
import { CustomerQueries } from './customers.queries.js';
import { DeliveryQueries } from './deliveries.queries.js';
import { DeliveryCounts } from './delivery-counts.queries.js';
import { DirectoryQueries } from './directory.queries.js';
import { HandoffQueries } from './handoffs.queries.js';
import { HistoryQueries } from './history.queries.js';
import { ManyDeliveries } from './many-deliveries.service.js';
import { PromiseQueries } from './promises.queries.js';
import { SealedWords } from './sealed-words.service.js';
import { TicketQueries } from './tickets.queries.js';
import { TicketSearch } from './ticket-search.js';
import { TimelineQueries } from './timeline.queries.js';
import { VisibleTickets } from './visible-tickets.js';

export { type AuditFilter, AuditQueries, type AuditRow } from './audit.queries.js';
export {
  ConversationQueries,
  type ConversationFilter,
  type ConversationRow,
  type MessageRow,
  readableBy,
} from './conversations.queries.js';
export { CustomerQueries, type CustomerRow } from './customers.queries.js';
export {
  DELIVERY_STATES,
  type DeliveryFilter,
  DeliveryQueries,
  type DeliveryRow,
  type ListedDelivery,
} from './deliveries.queries.js';
export { type Counted, DeliveryCounts } from './delivery-counts.queries.js';
export {
  type ColleagueRow,
  type DepartmentRow,
  DirectoryQueries,
  type TypeRow,
} from './directory.queries.js';
export { HandoffQueries, type HandoffRow } from './handoffs.queries.js';
export { HistoryQueries } from './history.queries.js';
export { type ManyDecided, ManyDeliveries } from './many-deliveries.service.js';
export { type ExplainedPromise, PromiseQueries } from './promises.queries.js';
export { SealedWords } from './sealed-words.service.js';
export { TICKET_ORDERS, type TicketOrder } from './ticket-order.js';
export { TicketQueries, type TicketFilter, type TimedTicket } from './tickets.queries.js';
export { TICKET_COLUMNS, TICKET_TABLES, type TicketRow } from './ticket-row.js';
export { TimelineQueries, type EventRow, type SaidRow } from './timeline.queries.js';

const queries = [
  AuditQueries,
  ConversationQueries,
  CustomerQueries,
  DeliveryCounts,
  DeliveryQueries,
  DirectoryQueries,
  HandoffQueries,
  HistoryQueries,
  ManyDeliveries,
  PromiseQueries,
  SealedWords,
  TicketQueries,
  TicketSearch,
  TimelineQueries,
  VisibleTickets,
];

@Module({
  imports: [ConversationsModule, DeliveryModule, SlaModule, TicketsModule],
  providers: queries,
  exports: queries,
})
export class QueriesModule {}
