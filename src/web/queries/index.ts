import { Module } from '@nestjs/common';
import { SlaModule } from '../../sla/index.js';
import { ConversationQueries } from './conversations.queries.js';
import { CustomerQueries } from './customers.queries.js';
import { TicketQueries } from './tickets.queries.js';
import { TimelineQueries } from './timeline.queries.js';

export {
  ConversationQueries,
  type ConversationFilter,
  type ConversationRow,
  type MessageRow,
} from './conversations.queries.js';
export { CustomerQueries, type CustomerRow } from './customers.queries.js';
export { ID, limitOf, pageOf, readCursor, type Page } from './paging.js';
export { TicketQueries, type TicketFilter, type TimedTicket } from './tickets.queries.js';
export { TICKET_COLUMNS, TICKET_TABLES, type TicketRow } from './ticket-row.js';
export { TimelineQueries, type DeliveryRow, type EventRow, type SaidRow } from './timeline.queries.js';

const queries = [ConversationQueries, CustomerQueries, TicketQueries, TimelineQueries];

/** What screens and the API read. */
@Module({ imports: [SlaModule], providers: queries, exports: queries })
export class QueriesModule {}
