import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql, type Sql } from '../platform/database/index.js';
import { mayWrite } from './allowance.js';
import type { Route } from './channel.js';
import { Channels } from './channels.js';
import { DueDeliveries, type Room } from './due-deliveries.service.js';
import { type Due, joinedTexts, outboundOf, type Part } from './due.js';
import type { Claimed } from './claimed.js';
import { moving, parting } from './moving.js';
import { Settlement } from './settlement.service.js';

const LEASE = '40 seconds';
/** For safety, a provider that drops repeated sends for ten minutes is trusted for nine. */
const DOUBT_S = 60;

interface Chosen {
  due: Due;
  route: Route;
  parts: Part[];
}

@Injectable()
export class DeliveryClaim {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly channels: Channels,
    private readonly settlement: Settlement,
    private readonly due: DueDeliveries,
  ) {}

  async next(room: Room): Promise<Claimed[] | 'nothing_due'> {
    return this.database.transaction(async () => {
      const identities = await this.due.lockIdentities(room);
      if (identities.length === 0) return 'nothing_due';
      const chosen: Chosen[] = [];
      for (const due of fitting(await this.due.oldestOf(identities), room)) {
        const route = await this.routeFor(due);
        if (route)
          chosen.push({ due, route, parts: route === 'customer_message' ? joinedTexts(due) : [due] });
      }
      return chosen.length === 0 ? [] : this.take(chosen);
    });
  }

  private async routeFor(due: Due): Promise<Route | null> {
    if (due.stale) return this.settlement.lapsed(due);
    if (!due.reachable) return this.settlement.unreachable(due);
    const open = await this.firstOpen(due);
    if (!open) return this.settlement.waitForCustomer(due);
    return this.tooLate(due, open) ? this.settlement.tooLateToRepeat(due) : open;
  }

  private async firstOpen(due: Due): Promise<Route | undefined> {
    for await (const route of this.channels.of(due).routes(outboundOf(due, [due])))
      if (route === 'customer_message' ? mayWrite(due, due.takesLast) : untried(due, route)) return route;
    return undefined;
  }

  /** The provider may no longer drop a second copy if the first attempt was too long ago. */
  private tooLate({ kind, unclearSince }: Due, route: Route): boolean {
    if (unclearSince === null) return false;
    const trusted = Math.max(0, this.channels.of({ kind }).repeatableFor(route) - DOUBT_S);
    return this.clock.now().getTime() > unclearSince.getTime() + trusted * 1000;
  }

  private async take(chosen: Chosen[]): Promise<Claimed[]> {
    const now = this.clock.now();
    const taken = chosen.flatMap(({ due, route, parts }) =>
      parts.map(({ id }) => ({ id, lead: due.id, route })),
    );
    const written = chosen.filter(({ route }) => route === 'customer_message');
    await this.database.run(sql`
      with debited as (${debit(
        written.map(({ due }) => due.identityId),
        now,
      )}), parted as (${parting(taken)})
      ${moving('claim', {
        which: sql`d.id = t.id`,
        set: sql`route = t.route, attempts = attempts + 1, due_at = null, reason = null,
                 joined_to = nullif(t.lead, d.id), claimed_at = ${now},
                 lease_until = clock_timestamp() + ${LEASE}::interval`,
        using: sql`from jsonb_to_recordset(${JSON.stringify(taken)}::jsonb) t (id bigint, lead bigint, route text)`,
      })}`);
    return chosen.map(({ due, route, parts }) => {
      const { identityId, conversationId, attempts } = due;
      const outbound = outboundOf(due, parts);
      return { route, identityId, conversationId, attempts: attempts + 1, claimedAt: now, outbound };
    });
  }
}

function fitting(dues: Due[], room: Room): Due[] {
  const counts = new Map<string, number>();
  return dues.filter(({ accountId }) => {
    const count = (counts.get(accountId) ?? 0) + 1;
    counts.set(accountId, count);
    return count <= room.of(accountId);
  });
}

function debit(identities: string[], now: Date): Sql {
  return sql`
    update contact_window w set used = used + 1
     where w.identity_id = any(${identities}::bigint[]) and w.closes_at > ${now} and w.used < w.allowance`;
}

function untried({ tried }: Due, route: Route): boolean {
  return !tried.includes(route);
}
