import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { inLanguage, type Person } from '../account.js';
import { Consents } from '../consents.service.js';
import { sends } from './glance-sends.js';
import { People } from '../people.service.js';
import { type Condition, CONDITIONS, Conditions } from '../conditions.service.js';
import type { Reader } from './phone-reader.js';
import { spanWords, when } from './phone-time.js';
import { remaining, type ReplyWindow, ReplyWindows } from '../reply-windows.service.js';
import { type PushAttempt, type WireEntry, WireLog } from '../wire/wire-log.service.js';

const ENTRIES = 60;
const SHOWN = 6;

@Injectable()
export class SubscriptionGlance {
  constructor(
    private readonly people: People,
    private readonly consents: Consents,
  ) {}

  async of(person: Person, { words, language }: Reader): Promise<object[]> {
    const { templates } = await this.people.account(person.appId);
    const given = await this.consents.of(person.openid);
    return templates
      .filter(({ kind }) => kind === 'subscription')
      .map(({ id, title }) => ({
        id,
        title: inLanguage(title, language),
        some: (given.get(id) ?? 0) > 0,
        said: words.agreedTimes.replace('{count}', String(given.get(id) ?? 0)),
      }));
  }
}

@Injectable()
export class PlatformGlance {
  constructor(
    private readonly clock: Clock,
    private readonly conditions: Conditions,
    private readonly windows: ReplyWindows,
    private readonly subscriptions: SubscriptionGlance,
    private readonly wireLog: WireLog,
  ) {}

  async of(person: Person, reader: Reader): Promise<object> {
    const open = await this.windows.standing(person.openid);
    const entries = await this.wireLog.latest(person.openid, ENTRIES);
    return {
      window: this.window(person, open, reader),
      sends: sends(entries, reader, this.clock.now()),
      pushes: pushes(entries, reader, this.clock.now()),
      consents: await this.subscriptions.of(person, reader),
      conditions: conditionViews(await this.conditions.of(person.appId), reader),
    };
  }

  private window(person: Person, open: ReplyWindow[], { words, language }: Reader): object {
    const left = remaining(open);
    const best = open.find((window) => window.allowance - window.used === left) ?? open[0];
    if (!person.followed)
      return { state: 'shut', headline: words.windowClosed, hint: words.windowUnfollowed };
    if (person.blocked) return { state: 'shut', headline: words.windowClosed, hint: words.windowBlocked };
    if (!best) return { state: 'shut', headline: words.windowClosed, hint: words.windowClosedHint };
    const span = spanWords(best.closesAt.getTime() - this.clock.now().getTime(), language);
    return {
      state: left === 0 ? 'spent' : 'open',
      headline: left === 0 ? words.windowUsedUp : words.windowLeft.replace('{left}', String(left)),
      dots: Array.from({ length: best.allowance }, (_, index) => ({ spent: index < best.used })),
      counted: words.dots.replace('{used}', String(best.used)).replace('{allowance}', String(best.allowance)),
      source: words.sources[best.source],
      closes: words.closesIn.replace('{span}', span),
    };
  }
}

function conditionViews(current: Condition, { words }: Reader): object[] {
  return CONDITIONS.map((condition) => ({
    condition,
    label: words.conditions[condition],
    pressed: condition === current,
  }));
}

function pushes(entries: WireEntry[], { words, language }: Reader, now: Date): object[] {
  const byKey = new Map<string, { time: string; name: string; attempts: object[] }>();
  for (const entry of entries) {
    if (entry.kind !== 'push') continue;
    const { key, what } = entry.detail;
    const push = byKey.get(key) ?? { time: '', name: words.whats[what] ?? what, attempts: [] };
    push.time = when(entry.at, now, language, true);
    push.attempts.unshift(attemptView(entry.detail, words));
    byKey.set(key, push);
  }
  return [...byKey.values()].slice(0, SHOWN);
}

function attemptView(attempt: PushAttempt, words: Reader['words']): object {
  return {
    number: words.attempt.replace('{attempt}', String(attempt.attempt)),
    first: attempt.attempt === 1,
    good: attempt.outcome === 'answered',
    status: attempt.status ?? '',
    milliseconds: attempt.milliseconds,
    said: words.outcomes[attempt.outcome],
  };
}
