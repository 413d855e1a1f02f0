import { Injectable } from '@nestjs/common';
import { AccountQuota, CLEARED_PER_MONTH, SelfTests } from '../../../../channels/wechat-official/index.js';
import { Clock } from '../../../../platform/clock/index.js';
import { explainReason, type Speaker } from '../../../../platform/words/index.js';
import { ChannelQueries, type Tallied } from './channels.queries.js';
import { selfTestView } from './self-test-view.js';

interface Parts {
  test: object | undefined;
  health: object;
  quota: object;
}

@Injectable()
export class AccountParts {
  constructor(
    private readonly accounts: ChannelQueries,
    private readonly tests: SelfTests,
    private readonly quota: AccountQuota,
    private readonly clock: Clock,
  ) {}

  async of(accountId: string, speaker: Speaker): Promise<Parts> {
    const test = await this.tests.latest(accountId);
    const now = this.clock.now();
    const tallies = await this.accounts.tallies(accountId, now);
    const windowsLost = await this.accounts.windowsLost(accountId, now);
    return {
      test: test && selfTestView(test, speaker),
      health: { ...healthOf(tallies, speaker), windowsLost },
      quota: { ...(await this.quota.of(accountId)), most: CLEARED_PER_MONTH },
    };
  }
}

function healthOf(tallies: Tallied[], speaker: Speaker): object {
  const of = (kind: Tallied['kind']) => tallies.filter((tally) => tally.kind === kind);
  return {
    tokens: of('token').reduce((sum, { lastHour }) => sum + lastHour, 0),
    turnedAway: of('turned_away'),
    refused: of('refused').map((tally) => ({ ...tally, text: explainReason(tally.word, speaker) })),
  };
}
