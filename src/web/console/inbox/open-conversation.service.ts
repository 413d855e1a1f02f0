import { Injectable } from '@nestjs/common';
import { type TalkAct, talkActsOpenTo, Unread } from '../../../conversations/index.js';
import type { Member } from '../../../staff/index.js';
import { PRIORITIES } from '../../../tickets/index.js';
import { ConversationQueries, type MessageRow } from '../../queries/index.js';
import { bubblesOf } from '../words/bubbles.js';
import { CustomerCards } from './customer-card.queries.js';
import { DeskQueries } from '../desk.queries.js';
import { InboxQueries } from './inbox.queries.js';
import type { InboxRow } from './inbox-row.js';
import { inboxAddress, type InboxView } from './inbox-view.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

const MESSAGES = 50;
const SUBJECT_LENGTH = 80;

@Injectable()
export class OpenConversation {
  constructor(
    private readonly inbox: InboxQueries,
    private readonly conversations: ConversationQueries,
    private readonly cards: CustomerCards,
    private readonly desk: DeskQueries,
    private readonly unread: Unread,
    private readonly workbench: Workbench,
  ) {}

  async model(request: MemberRequest, id: string, view: InboxView) {
    const member = readerOf(request);
    const conversation = await this.inbox.one(member, id);
    const { identityId, customer, assignee } = conversation;
    const heldBy = assignee && assignee.id !== member.id ? assignee.name : null;
    const [{ newest, thread }, card, choices] = await Promise.all([
      this.words(member, identityId, view),
      this.cards.of(member, customer.id, identityId),
      this.choices(request),
    ]);
    return {
      title: customer.name,
      conversation,
      may: mayOf(member, conversation),
      heldBy,
      overtakenBy: conversation.state === 'ended' ? null : heldBy,
      messages: bubblesOf(thread.data, { ...customer, acts: card.acts }, this.workbench.speech(request)),
      earlier: thread.next && inboxAddress(view, id, { before: thread.next }),
      latest: view.before && inboxAddress(view, id),
      address: inboxAddress(view, id),
      about: inboxAddress(view, id, { about: '1' }),
      forms: formsOf(view, id),
      seen: view.before ? newestOf(thread.data) : newest,
      card,
      closed: card.allowance === null,
      newTicket: { subject: subjectOf(thread.data), ...choices },
    };
  }

  /** What one request asks at the same time is answered in turn, so `newest` is never newer than the thread. */
  private async words(member: Member, identityId: string, { before: cursor }: InboxView) {
    const [newest, thread] = await Promise.all([
      this.unread.newest(identityId),
      this.conversations.withIdentity(member, identityId, { limit: MESSAGES, cursor }),
    ]);
    return { newest, thread };
  }

  private async choices(request: MemberRequest) {
    const { t, local } = this.workbench.speech(request);
    const { types } = await this.desk.choices();
    return {
      type: 'inquiry',
      types: types.map(({ key, name }) => ({ value: key, label: local(name) })),
      priorities: PRIORITIES.map((value) => ({ value, label: `${value} · ${t(`priority.${value}`)}` })),
    };
  }
}

function mayOf(member: Member, { state, departmentId, assignee }: InboxRow): Partial<Record<TalkAct, true>> {
  const facts = { state, departmentId, assigneeId: assignee?.id ?? null };
  return Object.fromEntries([...talkActsOpenTo(member, facts)].map((act) => [act, true]));
}

function formsOf(view: InboxView, id: string): Record<string, string> {
  const acts = ['replies', 'files', 'typing', 'claim', 'release', 'end', 'tickets'];
  return Object.fromEntries(acts.map((act) => [act, inboxAddress(view, `${id}/${act}`)]));
}

/** Whoever reads older messages has not seen the newest ones. */
function newestOf(messages: MessageRow[]): string {
  const ids = messages.filter(({ direction }) => direction === 'in').map(({ id }) => BigInt(id));
  return ids.reduce((most, id) => (id > most ? id : most), 0n).toString();
}

/** The customer's last message usually says what the conversation is about. */
function subjectOf(messages: MessageRow[]): string {
  const said = messages.findLast(({ direction, text }) => direction === 'in' && text !== '')?.text ?? '';
  return said.replace(/\s+/g, ' ').slice(0, SUBJECT_LENGTH);
}
