import type { Act } from './audit.js';

type Facts = Record<string, unknown>;

/** Keeps of both only what differs, however deep it stands, so that a row of the list says what somebody changed. */
export function difference(
  before: object | null | undefined,
  after: object | null | undefined,
): Pick<Act, 'before' | 'after'> {
  const [old, now] = [plain(before), plain(after)];
  if (old === undefined || now === undefined)
    return { ...(old && { before: old }), ...(now && { after: now }) };
  const [lost, gained] = apart(old, now);
  return { before: lost, after: gained };
}

function apart(before: Facts, after: Facts): [Facts, Facts] {
  const lost: Facts = {};
  const gained: Facts = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[name], after[name]];
    if (JSON.stringify(old) === JSON.stringify(now)) continue;
    const [within, beyond] = isFacts(old) && isFacts(now) ? apart(old, now) : [old, now];
    if (isFacts(within) && isFacts(beyond) && isEmpty(within) && isEmpty(beyond)) continue;
    if (within !== undefined) lost[name] = within;
    if (beyond !== undefined) gained[name] = beyond;
  }
  return [lost, gained];
}

/** As the database keeps it: a date is a text, and what is undefined is left out. */
function plain(facts: object | null | undefined): Facts | undefined {
  return facts ? (JSON.parse(JSON.stringify(facts)) as Facts) : undefined;
}

function isFacts(value: unknown): value is Facts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(facts: Facts): boolean {
  return Object.keys(facts).length === 0;
}
