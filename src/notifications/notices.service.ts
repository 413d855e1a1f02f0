import { Injectable } from '@nestjs/common';
import { type Episode, Episodes, Outbox } from '../conversations/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import type { Recorded } from '../platform/events/index.js';
import { type Language, languageFor } from '../platform/text/index.js';
import { lapsesAfter, type Purpose } from './notice-rules.js';
import { NoticeTemplates } from './templates.service.js';

/** A WeChat template uses only the facts that are strings. */
type Said = Record<string, unknown>;

export interface Owed {
  event: Pick<Recorded, 'id'>;
  purpose: Purpose;
  identityId: string;
  language: Language;
  facts: Said;
  ticketId?: string | null;
  /** This notice answers the customer's question completely. */
  answersMessageId?: string | null;
  call?: boolean;
  /** It may never use the last send of a window. */
  dispensable?: boolean;
}

/** A customer gets at most one notice per event and purpose. */
@Injectable()
export class Notices {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly templates: NoticeTemplates,
    private readonly episodes: Episodes,
    private readonly outbox: Outbox,
  ) {}

  async languageOf(identityId: string): Promise<Language> {
    const { language } = await this.database.one<{ language: string | null }>(sql`
      select c.language from identity i join customer c on c.id = i.customer_id where i.id = ${identityId}`);
    return languageFor(language);
  }

  /** Runs in the transaction of the event. */
  async owe(owed: Owed): Promise<void> {
    const text = this.templates.render(owed.purpose, owed.language, owed.facts);
    // Neither waits for the other: a notice that was owed before has a conversation already.
    const [noticeId, episode] = await Promise.all([
      this.insert(owed),
      this.episodes.forNotice(owed.identityId),
    ]);
    if (noticeId !== null) await this.plan(noticeId, episode, { ...owed, text });
  }

  private async insert({ event, purpose, ticketId, identityId, language }: Owed): Promise<string | null> {
    const row = await this.database.maybe<{ id: string }>(sql`
      insert into notice (event_id, purpose, ticket_id, identity_id, language, created_at)
      values (${await event.id()}, ${purpose}, ${ticketId ?? null}, ${identityId}, ${language}, ${this.clock.now()})
      on conflict (event_id, purpose, identity_id) do nothing returning id`);
    return row?.id ?? null;
  }

  private plan(noticeId: string, episode: Episode, owed: Owed & { text: string }): Promise<void> {
    const { text, identityId, purpose, ticketId, answersMessageId, call, dispensable } = owed;
    const facts = stringsOf(owed.facts);
    return this.outbox.owe({
      reasonKey: `notice:${noticeId}`,
      identityId,
      episode,
      purpose,
      content: { text, facts, url: facts['link'] },
      author: { kind: 'system' },
      ticketId,
      answersMessageId,
      // The last send of a window is reserved for news about a ticket. Greetings and help texts may not use it.
      takesLast: Boolean(ticketId) && !dispensable,
      call: call ? 'if_needed' : undefined,
      lapsesAfter: ticketId ? lapsesAfter(purpose) : [],
    });
  }
}

function stringsOf(facts: Said): Record<string, string> {
  const strings = Object.entries(facts).filter(
    (fact): fact is [string, string] => typeof fact[1] === 'string',
  );
  return Object.fromEntries(strings);
}
