import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import { ConversationClaim, ConversationEnd, ConversationReplies } from '../../../conversations/index.js';
import { IdPipe } from '../../../platform/http/index.js';
import type { Member } from '../../../staff/index.js';
import { type Priority, type Ticket, TicketCreation } from '../../../tickets/index.js';
import { CurrentMember, SessionGuard } from '../../auth/index.js';
import {
  Fields,
  Form,
  FormsOf,
  readTyped,
  textAt,
  type Texts,
  type Typed,
  Values,
} from '../../forms/index.js';
import type { MemberRequest } from '../workbench.service.js';
import { mannerOf, seenIn, takesOver } from '../words/manner.js';
import { InboxPage } from './inbox-page.service.js';

type TicketTyped = Texts<'subject' | 'type' | 'priority'>;

@Controller('inbox')
@UseGuards(SessionGuard)
@FormsOf(InboxPage)
export class InboxController {
  constructor(
    private readonly page: InboxPage,
    private readonly claims: ConversationClaim,
    private readonly replies: ConversationReplies,
    private readonly ending: ConversationEnd,
    private readonly tickets: TicketCreation,
  ) {}

  @Get([':id', ''])
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form(':id/replies', 'reply', { done: null })
  async reply(@CurrentMember() by: Member, @Param('id', IdPipe) id: string, @Values() typed: Typed) {
    await this.replies.reply(by, id, textAt(typed, 'text'), mannerOf(typed));
  }

  @Form(':id/claim', ({ body }) =>
    takesOver(readTyped(body)) ? 'conversation_take_over' : 'conversation_claim',
  )
  async claim(
    @CurrentMember() by: Member,
    @Param('id', IdPipe) id: string,
    @Values() typed: Typed,
  ): Promise<void> {
    await this.claims.claim(by, id, { reason: textAt(typed, 'reason'), takeOver: takesOver(typed) });
  }

  @Form(':id/release', 'conversation_release')
  async release(
    @CurrentMember() by: Member,
    @Param('id', IdPipe) id: string,
    @Fields('reason') { reason }: Texts<'reason'>,
  ): Promise<void> {
    await this.claims.release(by, id, reason);
  }

  @Form(':id/end', 'conversation_end')
  async end(
    @CurrentMember() by: Member,
    @Param('id', IdPipe) id: string,
    @Values() typed: Typed,
  ): Promise<void> {
    const holder = Object.hasOwn(typed, 'holder') ? textAt(typed, 'holder') || null : undefined;
    await this.ending.end(by, id, textAt(typed, 'reason'), { ...seenIn(typed), holder });
  }

  /** Without a priority, the ticket gets the priority of its type. */
  @Form(':id/tickets', 'ticket')
  makeTicket(
    @CurrentMember() by: Member,
    @Param('id', IdPipe) conversationId: string,
    @Fields('subject', 'type', 'priority') { priority, ...typed }: TicketTyped,
  ): Promise<Ticket> {
    const wanted = priority === '' ? undefined : (priority as Priority);
    return this.tickets.create(by, { ...typed, priority: wanted, conversationId });
  }
}
