import { Injectable, Logger } from '@nestjs/common';
import { Database, Limit, SingleFlight, Turns } from '../platform/database/index.js';
import { type ChannelAccount, type Inbound, PassiveReply } from '../delivery/index.js';
import { Envelopes, type UnreadEnvelope } from './envelopes.service.js';
import { Handling } from './handling.service.js';
import { ProviderClocks } from './provider-clocks.service.js';
import { PushQueue, senderOf } from './push-queue.service.js';

export type Render = (reply: string | null) => string;

/** The pool of connections is larger, so a burst of pushes leaves some of them for people. */
const AT_ONCE = 8;

/**
 * Each push is stored, handled and answered in one transaction. However often the provider repeats it, it is
 * handled once.
 */
@Injectable()
export class Receiving {
  private readonly logger = new Logger(Receiving.name);
  private readonly limit = new Limit(AT_ONCE);
  private readonly pushes = new SingleFlight<string | null>();
  private readonly senders = new Turns();

  constructor(
    private readonly database: Database,
    private readonly envelopes: Envelopes,
    private readonly handling: Handling,
    private readonly passive: PassiveReply,
    private readonly queue: PushQueue,
    private readonly clocks: ProviderClocks,
  ) {}

  /**
   * Throws only if nothing could be stored, so that the provider repeats the push. If handling fails, it is tried again
   * later, and then a person can. What one person sends is handled in the order in which it came: within this process
   * by turns, which also keep one person from taking all connections, and between processes by the database.
   */
  async receive(account: ChannelAccount, inbound: Inbound, render: Render): Promise<string> {
    const push = `${account.id} ${inbound.key}`;
    const sender = `${account.id} ${inbound.externalId}`;
    const take = () => this.limit.run(() => this.take(account, inbound));
    const reply = await this.pushes.run(push, () => this.senders.run(sender, take));
    return render(reply);
  }

  /** Keeps a push that was signed and cannot be read. A person sees it and can replay it when that is mended. */
  async keepUnread(account: ChannelAccount, unread: UnreadEnvelope): Promise<void> {
    await this.limit.run(() => this.envelopes.keepUnread(account, unread));
  }

  /** Where the whole transaction fails, such as with its connection, the push is still stored, unhandled. */
  private async take(account: ChannelAccount, inbound: Inbound): Promise<string | null> {
    try {
      return await this.store(account, inbound, () => this.handle(account, inbound));
    } catch (error) {
      return this.store(account, inbound, () => {
        throw error;
      });
    }
  }

  /** The savepoint keeps the sender locked when handling fails, so that nothing overtakes before the push is queued. */
  private store(
    account: ChannelAccount,
    inbound: Inbound,
    handle: () => Promise<string | null>,
  ): Promise<string | null> {
    return this.database.transaction(async () => {
      const kept = await this.envelopes.keep(account, inbound);
      if (kept === 'repeated') return this.envelopes.answerOf(account, inbound.key);
      const sender = senderOf(account, inbound);
      if (kept.behind) {
        await this.queue.add(kept.id, sender, 0);
        return null;
      }
      try {
        return await this.database.savepoint(handle);
      } catch (error) {
        this.logger.error(error);
        await this.envelopes.failed(kept.id, error);
        await this.queue.add(kept.id, sender, 1);
        return null;
      }
    });
  }

  private async handle(account: ChannelAccount, inbound: Inbound): Promise<string | null> {
    const heard = this.clocks.heard(account.id, inbound.at);
    this.clocks.note(account.id, inbound.at);
    const identityId = await this.handling.handle(account, inbound, heard);
    if (identityId === null) return null;
    return this.passive.take(identityId, this.envelopes.keepingAnswer(account, inbound.key));
  }
}
