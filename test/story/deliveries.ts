import { until } from '../platform/program.js';
import type { Installation } from './installation.js';

/** Waits until no delivery is due or under way any more. */
export async function untilSent(shop: Installation, ms = 60_000): Promise<void> {
  const open =
    "select from delivery where state = 'sending' or (state = 'planned' and due_at is not null) limit 1";
  await until(async () => (await shop.rows(open)).length === 0, ms);
}

export async function plannedSoFar(shop: Installation): Promise<number> {
  return (await shop.rows<{ count: number }>('select count(*)::int from delivery'))[0]!.count;
}

/** Counts how deliveries ended, by state and route: `{ 'accepted template': 12 }`. */
export async function endsOf(shop: Installation): Promise<Record<string, number>> {
  const rows = await shop.rows<{ end: string; count: number }>(
    "select concat_ws(' ', state, route) as end, count(*)::int from delivery group by 1 order by 1",
  );
  return Object.fromEntries(rows.map(({ end, count }) => [end, count]));
}
