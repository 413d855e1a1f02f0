import { Injectable } from '@nestjs/common';
import { Database, empty, sql } from '../platform/database/index.js';
import type { Actor } from '../platform/events/index.js';
import {
  type Failure,
  ID,
  limitOf,
  type Page,
  pageOf,
  type PageRequest,
  readCursor,
  readFailure,
} from '../platform/http/index.js';
import { Job } from '../platform/jobs/index.js';
import { ChannelAccounts, Channels } from '../delivery/index.js';
import { checkedLate } from './check.js';
import { Envelopes, UNREAD } from './envelopes.service.js';
import { Handling } from './handling.service.js';
import { ProviderClocks } from './provider-clocks.service.js';

declare module '../platform/jobs/index.js' {
  interface JobMap {
    'conversations.replay': { envelopeId: string };
  }
}

export interface FailedEnvelope {
  id: string;
  account: string;
  receivedAt: Date;
  /** It is null while the push waits behind an earlier one of the same person. */
  error: Failure | null;
  attempts: number;
  /** This word of ours says why the push could not be read. It is null if the push was read and not handled. */
  unread: string | null;
  /** What came, if it could not be read although it was decrypted. */
  body: string | null;
}

const UNREAD_LIKE = `${UNREAD}%`;
const SHOWN_CHARACTERS = 4000;

@Injectable()
export class Replay {
  constructor(
    private readonly database: Database,
    private readonly envelopes: Envelopes,
    private readonly accounts: ChannelAccounts,
    private readonly channels: Channels,
    private readonly handling: Handling,
    private readonly clocks: ProviderClocks,
  ) {}

  /** Versions that knew no `PushQueue` made such jobs. */
  @Job('conversations.replay')
  async run({ envelopeId }: { envelopeId: string }): Promise<void> {
    await this.replay(envelopeId);
  }

  /**
   * Stores the error with the envelope and throws it. Does nothing if the envelope has been handled.
   */
  async replay(envelopeId: string, by?: Actor): Promise<void> {
    try {
      await this.database.transaction(async () => {
        const kept = await this.envelopes.lockFailed(envelopeId);
        if (!kept) return;
        const account = await this.accounts.byId(kept.accountId);
        const inbound = await this.channels.of(account).read(kept, account);
        if (await this.envelopes.goesWithErased(kept, [inbound.externalId])) return;
        if (await this.envelopes.isRepeat(kept, inbound))
          return this.envelopes.replayed(envelopeId, inbound, by);
        await this.handling.handle(
          account,
          kept.checkId === null ? inbound : checkedLate(inbound, kept.checkId),
          this.clocks.heard(account.id, inbound.at, kept.receivedAt),
        );
        await this.envelopes.replayed(envelopeId, inbound, by);
      });
    } catch (error) {
      await this.envelopes.failed(envelopeId, error);
      throw error;
    }
  }

  async failed(page: PageRequest = {}): Promise<Page<FailedEnvelope>> {
    const limit = limitOf(page.limit);
    const before = readCursor(page.cursor, ID);
    const found = await this.database.rows<Omit<FailedEnvelope, 'error'> & { error: string | null }>(sql`
      select e.id, a.name account, e.received_at, e.error, e.attempts,
             case when e.error like ${UNREAD_LIKE} then substr(e.error, ${UNREAD.length + 1}) end unread,
             case when e.error like ${UNREAD_LIKE} and not e.sealed then left(e.body, ${SHOWN_CHARACTERS}) end body
        from inbound_envelope e join channel_account a on a.id = e.account_id
       where e.state = 'failed' ${before ? sql`and e.id < ${before[0]}` : empty}
       order by e.id desc limit ${limit + 1}`);
    const envelopes = found.map(({ error, ...envelope }) => ({
      ...envelope,
      error: error === null ? null : readFailure(error),
    }));
    return pageOf(envelopes, limit, ({ id }) => [id]);
  }
}
