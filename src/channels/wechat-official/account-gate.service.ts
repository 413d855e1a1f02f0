import { Injectable } from '@nestjs/common';
import type { Route, SendOutcome } from '../../delivery/index.js';
import { ApiError, meaningOf } from './api/api-errors.js';
import { outcomeOf } from './send-outcome.js';
import { AccountStanding, type Obstacle } from './standing.service.js';
import { Tallies } from './tallies.service.js';

@Injectable()
export class AccountGate {
  constructor(
    private readonly standing: AccountStanding,
    private readonly tallies: Tallies,
  ) {}

  obstacle(accountId: string, api: string): Promise<Obstacle | undefined> {
    return this.standing.obstacle(accountId, api);
  }

  async learnt(accountId: string, error: unknown, call: { route: Route; api: string }): Promise<SendOutcome> {
    const outcome = outcomeOf(error, call.route);
    if (error instanceof ApiError)
      await this.tallies.count(accountId, 'refused', `${meaningOf(error.code).reason} ${error.code}`);
    if (outcome.state !== 'refused') {
      return outcome;
    }
    if (outcome.then === 'account_broken') {
      await this.standing.broken(accountId, outcome.reason);
      return outcome;
    }
    const until = error instanceof ApiError && (await this.standing.paused(accountId, call.api, error.code));
    return until ? { ...outcome, notBefore: until } : outcome;
  }
}
