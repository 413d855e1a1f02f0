import type { Claims } from '../../staff/index.js';

const MOST_GROUPS = 1_000;

/** What a provider says is not trusted to have any shape. The address counts as verified only if it says so. */
export function claimsOf(said: Record<string, unknown> & { sub: string }, groupsClaim: string): Claims {
  const text = (name: string) => (typeof said[name] === 'string' ? said[name].trim() : '');
  return {
    subject: said.sub,
    name: text('name') || text('preferred_username'),
    email: text('email') || null,
    emailVerified: said.email_verified === true,
    groups: groupsOf(said[groupsClaim]),
  };
}

/** An address and that it is verified come from one and the same answer. What the ID token says comes first. */
export function together(
  token: Record<string, unknown> & { sub: string },
  more: Record<string, unknown>,
): Record<string, unknown> & { sub: string } {
  const { email, email_verified } = 'email_verified' in token ? token : more;
  return { ...more, ...token, ...(email !== undefined && { email, email_verified }) };
}

/** Keycloak names a group by its path, `/support`; both spellings count. */
function groupsOf(said: unknown): string[] {
  const groups = [said].flat().filter((one): one is string => typeof one === 'string' && one !== '');
  return groups.slice(0, MOST_GROUPS).flatMap((one) => (one.startsWith('/') ? [one, one.slice(1)] : [one]));
}
