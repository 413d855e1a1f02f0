import './events.js';

export { Assignment } from './assignment.service.js';
export { Classification, type Correction } from './classification.service.js';
export { TicketCreation, type NewTicket } from './creation.service.js';
export type { HandoffFact, ProgressLine, TicketFact } from './events.js';
export { Watchers } from './watchers.service.js';
export { Handoffs, type Handoff, type HandoffState } from './handoff.service.js';
export {
  allowed,
  MOVES,
  PRIORITIES,
  STATUSES,
  UNFINISHED,
  type Action,
  type Priority,
  type Status,
} from './lifecycle.js';
export { Tickets } from './loading.service.js';
export { Notes } from './notes.service.js';
export { numberOf, parseNumber } from './number.js';
export { Pausing } from './pausing.service.js';
export { TicketReplies } from './replies.service.js';
export { Resolutions } from './resolution.service.js';
export { bigrams, matches } from './search.js';
export { STAGES, type Stage } from './stage.js';
export { Stages } from './stages.service.js';
export { Ticket, type Fields, type Localized } from './ticket.js';
export { TicketsModule } from './tickets.module.js';
export { TicketDefaults, TicketTypes, type TicketType } from './types.service.js';
export { knownTo, visibleTo } from './visibility.js';
