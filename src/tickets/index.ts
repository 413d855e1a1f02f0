import './events.js';

export { Assignment } from './assignment.service.js';
export { Classification, type Correction } from './classification.service.js';
export { TicketCreation, type NewTicket } from './creation.service.js';
export type { HandoffFact, ProgressLine, TicketFact } from './events.js';
export { Watchers } from './watchers.service.js';
export { CustomerRights } from './customer-rights.service.js';
export { Handoff } from './handoff.js';
export { Handoffs } from './handoff.service.js';
export { HANDOFF_MOVES, HANDOFF_STATES, type HandoffMove, type HandoffState } from './handoff-state.js';
export {
  ACTS,
  allowed,
  isFinished,
  PRIORITIES,
  STATUSES,
  ACT_NAMES,
  UNFINISHED,
  type Act,
  type ActRule,
  type Move,
  type Person,
  type Priority,
  type Status,
} from './lifecycle.js';
export { actsOpenTo, mayDo, type Refusal, type TicketFacts } from './may.js';
export { Tickets } from './loading.service.js';
export { Notes } from './notes.service.js';
export { numberOf, parseNumber } from './number.js';
export { Pausing } from './pausing.service.js';
export { TicketReplies } from './replies.service.js';
export { Resolutions } from './resolution.service.js';
export { bigrams, BLOCKS, matches, matchesRow, type Places, searchWords } from './search.js';
export { STAGES, type Stage, tellsTheEnd } from './stage.js';
export { Stages } from './stages.service.js';
export { Ticket, type Fields, type Localized } from './ticket.js';
export { TicketsModule } from './tickets.module.js';
export { TicketTypeSettings } from './type-settings.service.js';
export { TicketDefaults, TicketTypes, type TicketType } from './types.service.js';
export {
  actsFor,
  actsOn,
  handedTo,
  knownTo,
  newestSeen,
  perhapsKnownTo,
  seenBy,
  visibleTo,
} from './visibility.js';
