import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Joining } from '../customers/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Events, Reacts, type Recorded } from '../platform/events/index.js';
import { Conflict } from '../platform/http/index.js';
import { Live } from '../platform/live/index.js';
import type { Member } from '../staff/index.js';
import { type ChannelAccount, Channels } from '../delivery/index.js';

const GOOD_S = 30 * 60;

export interface SceneCode {
  text: string;
  expiresAt: Date;
}

export interface SceneSubject {
  customerId: string;
  ticketId?: string | null;
}

/** Makes codes that link whoever scans one to a customer. The caller has checked the member's right. */
@Injectable()
export class Scenes {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly channels: Channels,
  ) {}

  /**
   * Throws `Conflict`: `scene_refused` with the provider's reason, or `scene_impossible` if no account can
   * make codes.
   */
  async make(member: Member, { customerId, ticketId = null }: SceneSubject): Promise<SceneCode> {
    const account = await this.account();
    const token = `h_${randomBytes(18).toString('base64url')}`;
    const expiresAt = new Date(this.clock.now().getTime() + GOOD_S * 1000);
    const made = await this.channels.of(account).sceneCode!(account, token, GOOD_S);
    if ('reason' in made) throw new Conflict('scene_refused', { reason: made.reason });
    await this.database.run(sql`
      insert into scene (token, account_id, customer_id, ticket_id, made_by, expires_at)
      values (${token}, ${account.id}, ${customerId}, ${ticketId}, ${member.id}, ${expiresAt})`);
    return { text: made.text, expiresAt };
  }

  private async account(): Promise<ChannelAccount> {
    const accounts = await this.database.rows<ChannelAccount>(
      sql`select id, key, kind, name, department_id, enabled from channel_account where enabled order by id`,
    );
    const able = accounts.find((account) => 'sceneCode' in this.channels.of(account));
    if (!able) throw new Conflict('scene_impossible');
    return able;
  }
}

/** A code works only once and only until it expires. */
@Injectable()
export class SceneBinding {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly joining: Joining,
    private readonly events: Events,
    private readonly live: Live,
  ) {}

  @Reacts('contact.scanned', 'contact.followed')
  async scanned({ data }: Recorded<'contact.scanned' | 'contact.followed'>): Promise<void> {
    const bound = data.scene ? await this.use(data.scene, data.identityId) : undefined;
    if (!bound) return;
    const { customerId, ticketId } = bound;
    await this.joining.join(data.customerId, customerId);
    const subject = { type: 'customer', id: customerId } as const;
    const fact = { identityId: data.identityId, customerId, language: data.language, ticketId };
    await this.events.record('contact.bound', subject, fact, { kind: 'customer', id: customerId });
    if (ticketId) this.live.changed({ ticket: ticketId, departments: [] });
  }

  private use(
    token: string,
    identityId: string,
  ): Promise<{ customerId: string; ticketId: string | null } | undefined> {
    const now = this.clock.now();
    return this.database.maybe(sql`
      update scene set used_at = ${now}, used_by = ${identityId}
       where token = ${token} and used_at is null and expires_at > ${now}
         and account_id = (select account_id from identity where id = ${identityId})
      returning customer_id, ticket_id`);
  }
}
