import { Injectable, Logger } from '@nestjs/common';
import { Locked } from '../platform/crypto/index.js';
import { Database, sql } from '../platform/database/index.js';
import { ChannelAccounts, Channels, UnreadPush } from '../delivery/index.js';
import { Envelopes } from './envelopes.service.js';

const BATCH = 200;
/** Whatever may be the name of a person in a push that was decrypted and still cannot be read. */
const NAMES = /[A-Za-z0-9_-]{4,80}/g;

interface SealedPush {
  id: string;
  accountId: string;
  receivedAt: Date;
  body: string;
}

/**
 * Pushes that came encrypted and could not be decrypted. The keys of an account change, so they are tried again
 * whenever somebody has to know what a person said.
 */
@Injectable()
export class SealedPushes {
  private readonly logger = new Logger(SealedPushes.name);

  constructor(
    private readonly database: Database,
    private readonly accounts: ChannelAccounts,
    private readonly channels: Channels,
    private readonly envelopes: Envelopes,
  ) {}

  /**
   * Keeps in clear what can be decrypted now, as every other push is kept. It still waits to be handled. What somebody
   * said who was erased since goes at once.
   */
  async open(): Promise<void> {
    for (let after = '0'; ;) {
      const batch = await this.database.rows<SealedPush>(sql`
        select id, account_id, received_at, body from inbound_envelope where sealed and id > ${after} order by id limit ${BATCH}`);
      for (const push of batch) await this.openOne(push);
      if (batch.length < BATCH) return;
      after = batch.at(-1)!.id;
    }
  }

  private async openOne(push: SealedPush): Promise<void> {
    const { id, accountId, body } = push;
    const clear = await this.clearOf(accountId, body);
    if (clear === undefined || (await this.envelopes.goesWithErased(push, clear.match(NAMES) ?? []))) return;
    await this.database.run(sql`
      update inbound_envelope set body = ${clear.replaceAll('\0', '')}, sealed = false
       where id = ${id} and sealed and body = ${body}`);
  }

  private async clearOf(accountId: string, body: string): Promise<string | undefined> {
    try {
      const account = await this.accounts.byId(accountId);
      return (await this.channels.of(account).read({ body, sealed: true }, account)).body;
    } catch (error) {
      if (error instanceof UnreadPush) return error.opened;
      if (!(error instanceof Locked)) throw error;
      // The pushes of other accounts must not wait for the key of this one.
      this.logger.warn(`The pushes of account ${accountId} stay sealed: ${error.message}`);
      return undefined;
    }
  }
}
