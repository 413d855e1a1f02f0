import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConversationsModule } from '../conversations/index.js';
import { CustomersModule } from '../customers/index.js';
import { StaffModule } from '../staff/index.js';
import { TriageModule } from '../triage/index.js';
import { Assignment } from './assignment.service.js';
import { Classification } from './classification.service.js';
import { TicketCreation } from './creation.service.js';
import { CustomerRights } from './customer-rights.service.js';
import { CustomerWords } from './customer-words.service.js';
import { TicketsDueSweep } from './due-sweep.js';
import { Watchers } from './watchers.service.js';
import { ContactBinding } from './contact-binding.service.js';
import { Finding } from './finding.service.js';
import { Handoff } from './handoff.js';
import { Handoffs } from './handoff.service.js';
import { IntakeEvents } from './intake-events.service.js';
import { Intake } from './intake.service.js';
import { Landing } from './landing.service.js';
import { TicketsLeftBehind } from './left-behind.service.js';
import { Tickets } from './loading.service.js';
import { NamedTickets } from './named-tickets.service.js';
import { NewWork } from './new-work.service.js';
import { Notes } from './notes.service.js';
import { TicketOpening } from './opening.service.js';
import { Pausing } from './pausing.service.js';
import { ProgressQuestions } from './progress-questions.service.js';
import { Raising } from './raising.service.js';
import { Answered, TicketReplies } from './replies.service.js';
import { Rereading } from './rereading.service.js';
import { Resolutions } from './resolution.service.js';
import { SaidLately } from './said-lately.service.js';
import { Stages } from './stages.service.js';
import { Ticket } from './ticket.js';
import { TicketTypeSettings } from './type-settings.service.js';
import { TicketDefaults, TicketTypes } from './types.service.js';

const DOOR = [
  Assignment,
  Classification,
  CustomerRights,
  Watchers,
  Handoffs,
  Notes,
  Pausing,
  Resolutions,
  Stages,
  TicketCreation,
  TicketDefaults,
  TicketReplies,
  Tickets,
  TicketTypes,
  TicketTypeSettings,
];

@Module({
  imports: [
    TypeOrmModule.forFeature([Handoff, Ticket]),
    ConversationsModule,
    CustomersModule,
    StaffModule,
    TriageModule,
  ],
  providers: [
    ...DOOR,
    ContactBinding,
    Answered,
    CustomerWords,
    Finding,
    Intake,
    IntakeEvents,
    Landing,
    NamedTickets,
    NewWork,
    ProgressQuestions,
    Raising,
    Rereading,
    SaidLately,
    TicketOpening,
    TicketsLeftBehind,
    TicketsDueSweep,
  ],
  exports: DOOR,
})
export class TicketsModule {}
