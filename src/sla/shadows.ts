import { CONDITIONS, type Condition, type Policy } from './policy.js';
import { FIXED_WORDS } from './policy-draft.js';

type Ordered = Pick<Policy, 'key' | 'conditions'>;

/**
 * No ticket can ever get this policy. The policy `by` matches all its tickets or, if `by` is null, several
 * earlier policies do so together.
 */
export interface Shadow {
  key: string;
  by: string | null;
}

type Tickets = Record<Condition, readonly string[]>;

const OTHER = '\0';

export function shadowsAmong(policies: readonly Ordered[]): Shadow[] {
  return policies.flatMap((policy, place): Shadow[] => {
    const before = policies.slice(0, place);
    const tickets = ticketsOf(policy, policies);
    if (!areTaken(tickets, before)) return [];
    const alone = before.find((one) => areTaken(tickets, [one]));
    return [{ key: policy.key, by: alone?.key ?? null }];
  });
}

function ticketsOf({ conditions }: Ordered, policies: readonly Ordered[]): Tickets {
  const named = (condition: Condition) => policies.flatMap((policy) => policy.conditions[condition] ?? []);
  const all = (condition: Condition) =>
    condition === 'priority' || condition === 'tier'
      ? FIXED_WORDS[condition]
      : [...new Set([...named(condition), OTHER])];
  const wanted = (condition: Condition) =>
    conditions[condition]?.length ? conditions[condition] : all(condition);
  return Object.fromEntries(CONDITIONS.map((condition) => [condition, wanted(condition)])) as Tickets;
}

function areTaken(tickets: Tickets, [first, ...others]: readonly Ordered[]): boolean {
  if (!first) return false;
  let left = tickets;
  for (const condition of CONDITIONS) {
    const wanted = first.conditions[condition];
    if (!wanted?.length) continue;
    const missed = left[condition].filter((value) => !wanted.includes(value));
    if (missed.length > 0 && !areTaken({ ...left, [condition]: missed }, others)) return false;
    left = { ...left, [condition]: left[condition].filter((value) => wanted.includes(value)) };
    if (left[condition].length === 0) return true;
  }
  return true;
}
