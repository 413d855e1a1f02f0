import { Injectable, Logger } from '@nestjs/common';
import { Database, Limit, SingleFlight, Turns } from '../platform/database/index.js';
import { Jobs } from '../platform/jobs/index.js';
import { type ChannelAccount, type Inbound, PassiveReply } from '../delivery/index.js';
import { Envelopes, type UnreadEnvelope } from './envelopes.service.js';
import { Handling } from './handling.service.js';
import { ProviderClocks } from './provider-clocks.service.js';

declare module '../platform/jobs/index.js' {
  interface JobMap {
    'conversations.replay': { envelopeId: string };
  }
}

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
    private readonly jobs: Jobs,
    private readonly clocks: ProviderClocks,
  ) {}

  /**
   * Throws only if nothing could be stored, so that the provider repeats the push. If handling fails, a job
   * tries again later, and then a person can. What one person sends is handled in the order in which it came.
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

  /**
   * There is no savepoint, because it would cost time with every message. A push that fails is rolled back
   * and stored again, unhandled.
   */
  private async take(account: ChannelAccount, inbound: Inbound): Promise<string | null> {
    try {
      return await this.handle(account, inbound);
    } catch (error) {
      this.logger.error(error);
      return this.keep(account, inbound, error);
    }
  }

  private handle(account: ChannelAccount, inbound: Inbound): Promise<string | null> {
    return this.database.transaction(async () => {
      const kept = await this.envelopes.keep(account, inbound);
      if (kept.repeated) return this.envelopes.answerOf(account, inbound.key);
      const heard = this.clocks.heard(account.id, inbound.at);
      this.clocks.note(account.id, inbound.at);
      const identityId = await this.handling.handle(account, inbound, heard);
      if (identityId === null) return null;
      return this.passive.take(identityId, this.envelopes.keepingAnswer(account, inbound.key));
    });
  }

  private keep(account: ChannelAccount, inbound: Inbound, error: unknown): Promise<string | null> {
    return this.database.transaction(async () => {
      const kept = await this.envelopes.keep(account, inbound);
      if (kept.repeated) return this.envelopes.answerOf(account, inbound.key);
      await this.envelopes.failed(kept.id, error);
      await this.jobs.enqueue('conversations.replay', { envelopeId: kept.id }, { maxAttempts: 6 });
      return null;
    });
  }
}
