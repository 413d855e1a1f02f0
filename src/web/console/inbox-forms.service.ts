import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { ConversationClaim, ConversationEnd, ConversationReplies } from '../../conversations/index.js';
import { type Priority, TicketCreation } from '../../tickets/index.js';
import { answerForm } from './answer-form.js';
import { InboxPage } from './inbox-page.service.js';
import { inboxAddress, readInboxView } from './inbox-view.js';
import { mannerOf, takesOver } from './manner.js';
import { type Sent, textsOf } from './typed.js';
import { type MemberRequest, readerOf } from './workbench.service.js';

interface Sending {
  request: MemberRequest;
  response: Response;
  /** Of the conversation. */
  id: string;
}

/** Answers the forms of the inbox; the list stays as the address has it. */
@Injectable()
export class InboxForms {
  constructor(
    private readonly page: InboxPage,
    private readonly claims: ConversationClaim,
    private readonly replies: ConversationReplies,
    private readonly ending: ConversationEnd,
    private readonly tickets: TicketCreation,
  ) {}

  reply(sending: Sending, sent: Sent): Promise<void> {
    const values = textsOf(sent, ['text']);
    const member = readerOf(sending.request);
    return this.answer(sending, { act: 'reply', values }, () =>
      this.replies.reply(member, sending.id, values.text, mannerOf(sent)),
    );
  }

  claim(sending: Sending, sent: Sent): Promise<void> {
    const values = textsOf(sent, ['reason']);
    const takeOver = takesOver(sent);
    const member = readerOf(sending.request);
    const act = takeOver ? 'conversation_take_over' : 'conversation_claim';
    return this.answer(sending, { act, values }, () =>
      this.claims.claim(member, sending.id, { ...values, takeOver }),
    );
  }

  release(sending: Sending, sent: Sent): Promise<void> {
    const values = textsOf(sent, ['reason']);
    const member = readerOf(sending.request);
    return this.answer(sending, { act: 'conversation_release', values }, () =>
      this.claims.release(member, sending.id, values.reason),
    );
  }

  end(sending: Sending, sent: Sent): Promise<void> {
    const values = textsOf(sent, ['reason']);
    const member = readerOf(sending.request);
    return this.answer(sending, { act: 'conversation_end', values }, () =>
      this.ending.end(member, sending.id, values.reason),
    );
  }

  openTicket(sending: Sending, sent: Sent): Promise<void> {
    const values = textsOf(sent, ['subject', 'type', 'priority']);
    const member = readerOf(sending.request);
    const priority = values.priority === '' ? undefined : (values.priority as Priority);
    return this.answer(sending, { act: 'ticket', values }, () =>
      this.tickets.create(member, { ...values, priority, conversationId: sending.id }),
    );
  }

  private answer(
    { request, response, id }: Sending,
    form: { act: string; values?: Record<string, string> },
    work: () => Promise<unknown>,
  ): Promise<void> {
    const query = request.query as Sent;
    const to = inboxAddress(readInboxView(query), id);
    return answerForm({ request, response, to, ...form }, work, (refused) =>
      this.page.draw(request, query, { id, refused }),
    );
  }
}
