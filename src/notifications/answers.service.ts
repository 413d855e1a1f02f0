import { Injectable } from '@nestjs/common';
import { Reacts, type Recorded } from '../platform/events/index.js';
import { Facts } from './facts.service.js';
import { MenuAnswers } from './menu-answers.service.js';
import { MENU_NOTICES, type Purpose } from './notice-rules.js';
import { Notices } from './notices.service.js';
import { ProgressFacts } from './progress-facts.service.js';

/** Answers without a person: questions about progress, wishes to hurry, new followers and menu items. */
@Injectable()
export class Answers {
  constructor(
    private readonly facts: Facts,
    private readonly progress: ProgressFacts,
    private readonly notices: Notices,
    private readonly menu: MenuAnswers,
  ) {}

  @Reacts('intake.progress_asked')
  async progressAsked(event: Recorded<'intake.progress_asked'>): Promise<void> {
    const { identityId, messageId, open } = event.data;
    const ids = event.data.tickets.map(({ ticketId }) => ticketId);
    const language = await this.notices.languageOf(identityId);
    const tickets = await this.progress.of(ids, language);
    await this.notices.owe({
      event,
      purpose: 'progress',
      identityId,
      language,
      facts: { ...tickets[0], tickets, single: tickets.length === 1, open },
      ticketId: ids[0],
      answersMessageId: open ? null : messageId,
    });
  }

  @Reacts('intake.escalation_asked')
  async escalationAsked(event: Recorded<'intake.escalation_asked'>): Promise<void> {
    const { identityId, ticketId } = event.data;
    const language = await this.notices.languageOf(identityId);
    const [facts] = await this.facts.ofTickets([ticketId], language);
    await this.notices.owe({
      event,
      purpose: 'escalated',
      identityId,
      language,
      facts: { ...facts },
      ticketId,
    });
  }

  @Reacts('contact.followed')
  async followed(event: Recorded<'contact.followed'>): Promise<void> {
    await this.say('welcome', event);
  }

  @Reacts('contact.menu_clicked')
  async menuClicked(event: Recorded<'contact.menu_clicked'>): Promise<void> {
    const { item, identityId } = event.data;
    const answer = await this.menu.tapped(identityId, item);
    const purpose = answer === undefined ? MENU_NOTICES.get(item) : 'help';
    if (purpose) await this.say(purpose, event, { answer: answer ?? '' });
  }

  private async say(
    purpose: Purpose,
    event: Pick<Recorded, 'id'> & { data: { identityId: string } },
    facts: Record<string, string> = {},
  ): Promise<void> {
    const { identityId } = event.data;
    const language = await this.notices.languageOf(identityId);
    await this.notices.owe({ event, purpose, identityId, language, facts });
  }
}
