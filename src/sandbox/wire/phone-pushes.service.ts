import { Injectable } from '@nestjs/common';
import { performance } from 'node:perf_hooks';
import { Clock } from '../../platform/clock/index.js';
import type { Person, SandboxAccount } from '../account.js';
import type { BubbleContent } from '../bubble.js';
import { Chats } from '../chats.service.js';
import { MalformedReply, readPassiveReply } from './passive-reply.js';
import { People } from '../people.service.js';
import { seal } from './sealed-push.js';
import { type PushOutcome, WireLog } from './wire-log.service.js';
import type { Clear, FromSomebody } from './wire-xml.js';

/** WeChat hangs up after five seconds and makes three attempts in all. */
const LIMIT_MS = 5_000;
const ATTEMPTS = 3;

/** `key` identifies the push in the log; `fields` come after the common header. */
export interface Push {
  what: string;
  key: string;
  fields: Clear;
  /** If the person is looking at the phone, the phone shows that the business did not answer. */
  watched: boolean;
}

interface Answer {
  status: number | null;
  outcome: PushOutcome;
  reply?: BubbleContent;
}

/** Every attempt has the same ids, as with WeChat, and the phone shows a passive reply. */
@Injectable()
export class PhonePushes {
  constructor(
    private readonly clock: Clock,
    private readonly people: People,
    private readonly chats: Chats,
    private readonly wireLog: WireLog,
  ) {}

  async push(person: Person, push: Push): Promise<void> {
    const account = await this.people.account(person.appId);
    const clear = this.clearText(account, person, push);
    const answer = await this.attempts(account, clear, push);
    if (answer.reply) await this.chats.down(person.openid, answer.reply, 'passive');
    else if (answer.outcome !== 'answered' && push.watched)
      await this.chats.notice(person.openid, 'service_fault');
  }

  private clearText(account: SandboxAccount, person: Person, push: Push): FromSomebody {
    return {
      ToUserName: account.originalId,
      FromUserName: person.openid,
      CreateTime: Math.floor(this.clock.now().getTime() / 1000),
      ...push.fields,
    };
  }

  private async attempts(account: SandboxAccount, clear: FromSomebody, push: Push): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const began = performance.now();
      const answer = await this.attempt(account, clear);
      const milliseconds = Math.round(performance.now() - began);
      const { status, outcome } = answer;
      const { what, key } = push;
      await this.wireLog.pushed(clear.FromUserName, {
        what,
        key,
        attempt,
        status,
        milliseconds,
        outcome,
      });
      if (outcome === 'answered' || outcome === 'malformed' || attempt === ATTEMPTS) return answer;
    }
  }

  private async attempt(account: SandboxAccount, clear: FromSomebody): Promise<Answer> {
    const { url, body } = seal(clear, account, this.clock.now());
    const posted = await post(url, body);
    if (typeof posted === 'string') return { status: null, outcome: posted };
    if (posted.status !== 200) return { status: posted.status, outcome: 'refused' };
    return { status: 200, ...read(posted.body, account) };
  }
}

function read(body: string, account: SandboxAccount): Pick<Answer, 'outcome' | 'reply'> {
  try {
    const reply = readPassiveReply(body, account);
    return reply ? { outcome: 'answered', reply } : { outcome: 'answered' };
  } catch (error) {
    if (error instanceof MalformedReply) return { outcome: 'malformed' };
    throw error;
  }
}

async function post(
  url: string,
  body: string,
): Promise<{ status: number; body: string } | 'timeout' | 'unreachable'> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/xml' },
      redirect: 'manual',
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') return 'timeout';
    if (error instanceof TypeError) return 'unreachable';
    throw error;
  }
}
