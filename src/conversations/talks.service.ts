import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Database, isId, sql, type Sql } from '../platform/database/index.js';
import { Conflict, NotFound } from '../platform/http/index.js';
import { Live } from '../platform/live/index.js';
import { Conversation } from './conversation.js';
import type { TalkAct } from './lifecycle.js';
import { mayTalk, type TalkFacts, type TalkRefusal } from './may.js';
import { talksWith } from './visibility.js';

@Injectable()
export class Talks {
  constructor(
    private readonly database: Database,
    private readonly live: Live,
  ) {}

  /** Throws `NotFound` if there is no such conversation or the member may not see it. */
  async lock(member: Member, id: string): Promise<Conversation> {
    const talk = await this.lockWhere(sql`c.id = ${isId(id) ? id : null} and ${talksWith(member)}`);
    if (!talk) throw notFound();
    return talk;
  }

  /** Throws `NotFound` as `lock` does, and locks nothing. */
  async requireKnown(member: Member, id: string): Promise<void> {
    const known = await this.database.maybe(sql`
      select 1 from conversation c where c.id = ${isId(id) ? id : null} and ${talksWith(member)}`);
    if (!known) throw notFound();
  }

  /** Members who answer through a ticket need not see the conversation itself, so this asks for no right. */
  async lockOpen(identityId: string): Promise<Conversation | undefined> {
    return this.lockWhere(sql`c.identity_id = ${identityId} and c.state <> 'ended'`);
  }

  /** Throws the reason why the member may not act; `already_claimed` names the holder. */
  async require(
    member: Member,
    act: TalkAct,
    talk: Conversation,
    facts: Partial<TalkFacts> = {},
  ): Promise<void> {
    const { state, departmentId, assigneeId } = talk;
    const refused = mayTalk(member, act, { state, departmentId, assigneeId, ...facts });
    if (refused) throw await this.refusal(refused, talk);
  }

  async change(talk: Conversation, changes: Partial<Conversation>): Promise<void> {
    Object.assign(talk, changes, { version: talk.version + 1 });
    const { id, state, version } = talk;
    await this.database.manager.update(Conversation, { id }, { ...changes, state, version });
    this.live.changed({ conversation: id, departments: [talk.departmentId] });
  }

  private async lockWhere(condition: Sql): Promise<Conversation | undefined> {
    const row = await this.database.maybe<object>(sql`
      select c.id, c.identity_id, c.department_id, c.state, c.assignee_id, c.claimed_at, c.unanswered_since, c.ended_at, c.version
        from conversation c where ${condition} for update`);
    return row && Object.assign(new Conversation(), row);
  }

  /** `already_claimed` names the holder. */
  async refusal(code: TalkRefusal, { assigneeId, claimedAt }: Conversation): Promise<Error> {
    if (code === 'conversation_not_found') return notFound();
    if (code === 'conversation_ended') return new Conflict(code);
    if (code === 'conversation_free') return new Conflict('conversation_free');
    const holder = await this.database.maybe<{ id: string; name: string }>(
      sql`select id, name from member where id = ${assigneeId}`,
    );
    return new Conflict(code, {
      holder: holder ?? null,
      claimedAt,
    });
  }
}

function notFound(): NotFound {
  return new NotFound('conversation_not_found');
}
