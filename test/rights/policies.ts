import { CALLERS, type CallerKey, STAFF, type StaffCaller, STRANGERS } from './callers.js';

/**
 * What an asker gets: `in` is let in, also where it is then refused for what was asked (409, 422); `login` is sent to
 * log in (401 of the API), `forbidden` is 403, `hidden` 404. `refused` is an answer of WeChat's stand-in with an error.
 */
export type Outcome = 'in' | 'login' | 'forbidden' | 'hidden' | 'refused';
export type Policy = Record<CallerKey, Outcome>;

/** The staff by what they get, all others of it `rest`; strangers are sent to log in. */
function staff(by: Partial<Record<Outcome, readonly StaffCaller[]>>, rest: Outcome): Policy {
  const given = Object.entries(by).flatMap(([outcome, callers]) => callers.map((key) => [key, outcome]));
  const exceptions = Object.fromEntries(given) as Partial<Policy>;
  return { ...all(STRANGERS, 'login'), ...all(STAFF, rest), ...exceptions };
}

function all(callers: readonly CallerKey[], outcome: Outcome): Policy {
  return Object.fromEntries(callers.map((key) => [key, outcome])) as Policy;
}

const onlyFor = (...roles: StaffCaller[]): Policy => staff({ in: roles }, 'forbidden');

/** Of the ticket's department; an administrator belongs to every one. */
const OWN = ['agent', 'lead', 'admin'] as const;
/** Finance was asked about the ticket once, and may look at it ever since. */
const ASKED_ONCE = ['clerk', 'financeLead'] as const;
const LEADS = ['lead', 'otherLead'] as const;

export const POLICIES = {
  anyone: all(CALLERS, 'in'),
  /** Nothing is at the address that is asked for, whoever asks. */
  absent: all(CALLERS, 'hidden'),
  /** The link is the right: whoever has it is the customer. */
  customerLink: all(CALLERS, 'in'),
  /** A program that has no signature. */
  machine: all(CALLERS, 'forbidden'),
  /** WeChat's stand-in, asked without its access token. */
  wire: all(CALLERS, 'refused'),
  signedIn: staff({}, 'in'),
  /** Belongs to `agent`. */
  owner: staff({ in: ['agent'] }, 'hidden'),

  seesTicket: staff({ in: [...OWN, ...ASKED_ONCE] }, 'hidden'),
  /** Who sees a ticket may not yet act on it: only the department that has it does. */
  ownTicket: staff({ in: OWN, forbidden: ASKED_ONCE }, 'hidden'),
  /** The talk of a ticket is seen with it, and gives birth to others. */
  seesTalk: staff({ in: [...OWN, ...ASKED_ONCE] }, 'hidden'),
  actsOnTalk: staff({ in: OWN }, 'hidden'),
  seesOffer: staff({ in: [...OWN, 'otherAgent', 'otherLead'] }, 'hidden'),
  /** The department that is asked. */
  answersOffer: staff({ in: ['otherAgent', 'otherLead', 'admin'], forbidden: ['agent', 'lead'] }, 'hidden'),
  /** The department that asked. */
  withdrawsOffer: staff({ in: OWN, forbidden: ['otherAgent', 'otherLead'] }, 'hidden'),

  seesRefund: staff({ in: [...OWN, ...ASKED_ONCE] }, 'hidden'),
  asksRefund: staff({ in: [...ASKED_ONCE, 'admin'], forbidden: ['agent', 'lead'] }, 'hidden'),
  /** Finance alone decides on money; an administrator may only look. */
  decidesRefund: staff({ in: ASKED_ONCE, forbidden: OWN }, 'hidden'),
  /** `clerk` asked for the money. */
  approvesRefund: staff({ in: ['financeLead'], forbidden: [...OWN, 'clerk'] }, 'hidden'),

  admin: onlyFor('admin'),
  staffing: onlyFor('admin', 'lead', 'otherLead', 'financeLead'),
  /** An invitation into the department of `lead`. */
  invites: onlyFor('admin', 'lead'),
  triage: onlyFor('admin', ...LEADS, 'quality'),
  time: onlyFor('admin', ...LEADS, 'financeLead', 'quality'),
  lead: onlyFor('admin', ...LEADS),
} satisfies Record<string, Policy>;

export type PolicyKey = keyof typeof POLICIES;
