import { Injectable } from '@nestjs/common';
import { explainReason, SelfTests } from '../../../channels/wechat-official/index.js';
import { Clock } from '../../../platform/clock/index.js';
import { ChannelQueries, type Tallied } from './channels.queries.js';
import { selfTestView } from './self-test-view.js';

/** What an account's page shows of how it fares: its latest test, and what happened at the wire. */
@Injectable()
export class AccountParts {
  constructor(
    private readonly accounts: ChannelQueries,
    private readonly tests: SelfTests,
    private readonly clock: Clock,
  ) {}

  async of(accountId: string, language: string): Promise<{ test: object | undefined; health: object }> {
    const test = await this.tests.latest(accountId);
    const now = this.clock.now();
    const tallies = await this.accounts.tallies(accountId, now);
    const windowsLost = await this.accounts.windowsLost(accountId, now);
    return {
      test: test && selfTestView(test, language),
      health: { ...healthOf(tallies, language), windowsLost },
    };
  }
}

function healthOf(tallies: Tallied[], language: string): object {
  const of = (kind: Tallied['kind']) => tallies.filter((tally) => tally.kind === kind);
  return {
    tokens: of('token').reduce((sum, { lastHour }) => sum + lastHour, 0),
    turnedAway: of('turned_away'),
    refused: of('refused').map((tally) => ({ ...tally, text: explainReason(tally.word, language) })),
  };
}
