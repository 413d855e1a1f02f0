import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Receiving } from '../../../conversations/index.js';
import { Clock } from '../../../platform/clock/index.js';
import { SingleFlight } from '../../../platform/database/index.js';
import { LOOSE_KEY } from '../../../platform/text/index.js';
import type { WechatAccount } from '../account.js';
import { WechatAccounts } from '../accounts.service.js';
import { NO_REPLY, passiveReply } from './passive-reply.js';
import { checkQuery, openEcho, openPush, type CallbackQuery } from './push.js';
import { Refusal } from './refusal.js';
import { Refusals } from './refusals.service.js';
import { asTest } from '../self-test/message.js';
import { SelfTestListening } from '../self-test/listening.service.js';
import { textBody } from './text-body.js';

/** WeChat pushes again after waiting for 5 s. */
const COMMIT_WITHIN_MS = 4000;

export interface CallbackAnswer {
  status: number;
  mediaType: string;
  body: string;
}

@Injectable()
export class Callbacks {
  private readonly logger = new Logger(Callbacks.name);
  private readonly lookUps = new SingleFlight<WechatAccount | undefined>();

  constructor(
    private readonly accounts: WechatAccounts,
    private readonly receiving: Receiving,
    private readonly refusals: Refusals,
    private readonly tests: SelfTestListening,
    private readonly clock: Clock,
  ) {}

  async verify(key: string, query: CallbackQuery): Promise<CallbackAnswer> {
    return this.answered(key, async () => {
      const account = await this.account(key);
      const echo = openEcho(account, query, this.clock.now());
      if (account.test) await this.tests.verified(account.test.id);
      return { status: 200, mediaType: 'text/plain', body: echo };
    });
  }

  async push(key: string, query: CallbackQuery, request: IncomingMessage): Promise<CallbackAnswer> {
    return this.answered(key, async () => {
      const account = await this.account(key);
      checkQuery(account, query, this.clock.now());
      const body = await this.keptOrRefused(account, async () =>
        this.received(account, query, await textBody(request)),
      );
      return { status: 200, mediaType: mediaTypeOf(body), body };
    });
  }

  /** Once the signature is right, nothing is refused that is not kept. */
  private async keptOrRefused(account: WechatAccount, work: () => Promise<string>): Promise<string> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal) || !error.body) throw error;
      const { body, sealed, proven } = error.body;
      const key = `u:${createHash('sha256').update(body).digest('hex')}`;
      await this.receiving.keepUnread(account.channel, { key, body, sealed, reason: error.reason });
      if (!proven) throw error;
      await this.refusals.count(error.reason, account.channel.key);
      return NO_REPLY;
    }
  }

  private async answered(key: string, work: () => Promise<CallbackAnswer>): Promise<CallbackAnswer> {
    try {
      return await inTime(this.orRefused(key, work));
    } catch (error) {
      this.logger.error(error);
      return { status: 503, mediaType: 'text/plain', body: 'Nothing was kept, please repeat' };
    }
  }

  private async orRefused(key: string, work: () => Promise<CallbackAnswer>): Promise<CallbackAnswer> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      await this.refusals.count(error.reason, key);
      return { status: error.status, mediaType: 'text/plain', body: error.message };
    }
  }

  private async account(key: string): Promise<WechatAccount> {
    const account = LOOSE_KEY.test(key)
      ? await this.lookUps.run(key, () => this.accounts.byKey(key))
      : undefined;
    if (!account?.channel.enabled) {
      throw new Refusal('unknown_key');
    }
    return account;
  }

  private async received(account: WechatAccount, query: CallbackQuery, body: string): Promise<string> {
    const push = openPush(account, query, body);
    return this.receiving.receive(account.channel, asTest(account.test, push.inbound), (reply) =>
      reply === null ? NO_REPLY : passiveReply(account, push, reply, this.clock.now()),
    );
  }
}

function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`Not committed within ${COMMIT_WITHIN_MS} ms`));
    const bell = setTimeout(late, COMMIT_WITHIN_MS);
    work.then(resolve, reject).finally(() => clearTimeout(bell));
  });
}

function mediaTypeOf(body: string): string {
  if (body.startsWith('<')) {
    return 'text/xml';
  }
  return body.startsWith('{') ? 'application/json' : 'text/plain';
}
