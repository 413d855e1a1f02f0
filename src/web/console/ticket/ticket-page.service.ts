import { Injectable } from '@nestjs/common';
import type { Member } from '../../../staff/index.js';
import { PRIORITIES } from '../../../tickets/index.js';
import { Clock } from '../../../platform/clock/index.js';
import { TrackingLinks } from '../../../notifications/index.js';
import { type TimedTicket, TicketQueries } from '../../queries/index.js';
import type { Speech } from '../../view/index.js';
import { headlineOf } from './headline.js';
import { refundCard } from '../refunds/refund-card.js';
import type { FormPage, Refused } from '../../forms/index.js';
import { headActs, openAct } from './open-acts.js';
import { stationsOf } from './stations.js';
import { storyOf } from './story.js';
import { mayOf, refundMay, talkerOf } from './ticket-may.js';
import { TicketParts } from './ticket-parts.service.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

type Parts = Awaited<ReturnType<TicketParts['of']>>;

@Injectable()
export class TicketPage implements FormPage {
  constructor(
    private readonly tickets: TicketQueries,
    private readonly parts: TicketParts,
    private readonly links: TrackingLinks,
    private readonly clock: Clock,
    private readonly workbench: Workbench,
  ) {}

  home(request: MemberRequest): string {
    return `/tickets/${encodeURIComponent(numberIn(request))}`;
  }

  render(request: MemberRequest, refused?: Refused): Promise<string> {
    return this.renderTicket(request, numberIn(request), refused);
  }

  renderTicket(request: MemberRequest, number: string, refused?: Refused): Promise<string> {
    const found = this.found(readerOf(request), number);
    const counts = found.then(({ parts }) => parts.around);
    return this.workbench.render(request, 'console/ticket', this.model(request, found, refused), counts);
  }

  private async found(member: Member, number: string) {
    const row = await this.tickets.row(member, number);
    const [ticket, parts] = await Promise.all([this.tickets.withTimers(row), this.parts.of(member, row)]);
    return { ticket, parts };
  }

  private async model(request: MemberRequest, found: ReturnType<TicketPage['found']>, refused?: Refused) {
    const { ticket, parts } = await found;
    const member = readerOf(request);
    const speech = this.workbench.speech(request);
    const may = { ...mayOf(member, ticket), ...refundMay(member, ticket, refused) };
    return {
      title: `${ticket.number} ${ticket.subject}`,
      live: topicsOf(ticket),
      ticket,
      may,
      headline: headlineOf(ticket, parts, speech),
      refused,
      seen: parts.seen,
      refund: parts.refund && refundCard(member, parts.refund),
      ...this.drawn(ticket, parts, speech),
      trackingLink: this.links.linkTo(ticket),
      ...actsOn(ticket, parts, { may, speech }),
      heldBy: ticket.assignee?.id === member.id ? null : ticket.assignee?.name,
      talker: talkerOf(member, { ticket, card: parts.card, may }),
      bindTo: may.bind ? ticket.number : '',
    };
  }

  private drawn(ticket: TimedTicket, parts: Parts, speech: Speech) {
    const { events, said, messages, around, card, more } = parts;
    return {
      stations: stationsOf(ticket, events, around.departments, this.clock.now()),
      story: storyOf(events, messages, {
        ...around,
        said,
        speech,
        customer: ticket.customer.name,
        acts: card.acts,
      }),
      earlier: more && ticket.conversationId ? `/inbox/${ticket.conversationId}` : null,
      card,
      closed: card.allowance === null,
    };
  }
}

type May = Parameters<typeof headActs>[0];

function actsOn(
  ticket: TimedTicket,
  { around, refund }: Parts,
  { may, speech }: { may: May; speech: Speech },
) {
  const choices = choicesFor(ticket, around, speech);
  const { subject, type, priority, fields } = ticket;
  const asked = { currency: 'CNY', ...fields, reason: subject, ...refund };
  return {
    acts: headActs(may, ticket, choices),
    correct:
      may.correct && openAct('correct', ticket, { choices, values: { ...fields, subject, type, priority } }),
    askRefund: may.ask_refund && openAct('ask_refund', ticket, { choices, values: asked }),
  };
}

function choicesFor(
  ticket: TimedTicket,
  { departments, types, colleagues }: Parts['around'],
  speech: Speech,
) {
  const options = (rows: { key: string; name: unknown }[]) =>
    rows.map(({ key, name }) => ({ value: key, label: speech.local(name) }));
  return {
    departments: options(departments.filter(({ key }) => key !== ticket.department)),
    types: options(types),
    priorities: PRIORITIES.map((value) => ({ value, label: `${value} · ${speech.t(`priority.${value}`)}` })),
    colleagues: colleagues
      .filter(({ id }) => id !== ticket.assignee?.id)
      .map(({ id, name }) => ({ value: id, label: name })),
  };
}

function numberIn({ params }: MemberRequest): string {
  return String(params.number);
}

function topicsOf({ id, conversationId }: TimedTicket): string[] {
  return [`ticket:${id}`, ...(conversationId ? [`conversation:${conversationId}`] : [])];
}
