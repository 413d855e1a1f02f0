import { CALLERS, type CallerKey, STAFF, type StaffCaller, STRANGERS } from './callers.js';

/**
 * An asker is let in (`in`, even if the request itself is then refused with 409 or 422), led to the log-in page or
 * answered 401 (`login`), 403 (`forbidden`) or 404 (`hidden`). `refused` is an answer of WeChat's stand-in with an
 * error.
 */
export type Outcome = 'in' | 'login' | 'forbidden' | 'hidden' | 'refused';
export type Policy = Record<CallerKey, Outcome>;

/** Says what each of the staff gets, and `rest` for those who are not named. Strangers are led to the log-in page. */
function staff(by: Partial<Record<Outcome, readonly StaffCaller[]>>, rest: Outcome): Policy {
  const given = Object.entries(by).flatMap(([outcome, callers]) => callers.map((key) => [key, outcome]));
  const exceptions = Object.fromEntries(given) as Partial<Policy>;
  return { ...all(STRANGERS, 'login'), ...all(STAFF, rest), ...exceptions };
}

function all(callers: readonly CallerKey[], outcome: Outcome): Policy {
  return Object.fromEntries(callers.map((key) => [key, outcome])) as Policy;
}

const onlyFor = (...roles: StaffCaller[]): Policy => staff({ in: roles }, 'forbidden');

/** They belong to the ticket's department; an administrator belongs to every one. */
const OWN = ['agent', 'lead', 'admin'] as const;
/** Finance was once offered the ticket, and may look at it ever since. */
const ASKED_ONCE = ['clerk', 'financeLead'] as const;
const LEADS = ['lead', 'otherLead'] as const;

export const POLICIES = {
  anyone: all(CALLERS, 'in'),
  /** Whom no provider led here is led to the log-in page. */
  backToLogin: all(CALLERS, 'login'),
  /** Only somebody whose password was right, and who has not shown the second factor yet: no caller is that. */
  halfway: all(CALLERS, 'login'),
  /** Nobody finds anything at this address. */
  absent: all(CALLERS, 'hidden'),
  /** Whoever has the link counts as the customer. */
  customerLink: all(CALLERS, 'in'),
  /** Only a signature or a key of the installation opens this address, and no caller has one. */
  machine: all(CALLERS, 'forbidden'),
  /** WeChat's stand-in is asked without its access token. */
  wire: all(CALLERS, 'refused'),
  signedIn: staff({}, 'in'),
  /** The thing belongs to `agent`. */
  owner: staff({ in: ['agent'] }, 'hidden'),

  seesTicket: staff({ in: [...OWN, ...ASKED_ONCE] }, 'hidden'),
  /** Only the department that has a ticket may act on it; others who see it may not. */
  ownTicket: staff({ in: OWN, forbidden: ASKED_ONCE }, 'hidden'),
  /** Whoever sees a ticket sees its conversation, and may open another ticket from it. */
  seesTalk: staff({ in: [...OWN, ...ASKED_ONCE] }, 'hidden'),
  actsOnTalk: staff({ in: OWN }, 'hidden'),
  seesOffer: staff({ in: [...OWN, 'otherAgent', 'otherLead'] }, 'hidden'),
  /** Only the department that is offered the ticket answers. */
  answersOffer: staff({ in: ['otherAgent', 'otherLead', 'admin'], forbidden: ['agent', 'lead'] }, 'hidden'),
  /** Only the department that made the offer takes it back. */
  withdrawsOffer: staff({ in: OWN, forbidden: ['otherAgent', 'otherLead'] }, 'hidden'),

  seesRefund: staff({ in: [...OWN, ...ASKED_ONCE] }, 'hidden'),
  asksRefund: staff({ in: [...ASKED_ONCE, 'admin'], forbidden: ['agent', 'lead'] }, 'hidden'),
  /** Finance alone moves money; an administrator may only look. */
  paysRefund: staff({ in: ASKED_ONCE, forbidden: OWN }, 'hidden'),
  /** `clerk` requested the refund and may neither approve nor reject it, but only take it back. */
  decidesRefund: staff({ in: ['financeLead'], forbidden: [...OWN, 'clerk'] }, 'hidden'),
  withdrawsRefund: staff({ in: ['clerk'], forbidden: [...OWN, 'financeLead'] }, 'hidden'),

  admin: onlyFor('admin'),
  staffing: onlyFor('admin', 'lead', 'otherLead', 'financeLead'),
  /** The invitation is one into the department of `lead`. */
  invites: onlyFor('admin', 'lead'),
  triage: onlyFor('admin', ...LEADS, 'quality'),
  time: onlyFor('admin', ...LEADS, 'financeLead', 'quality'),
  lead: onlyFor('admin', ...LEADS),
  ownRoster: onlyFor('admin', 'lead'),
} satisfies Record<string, Policy>;

export type PolicyKey = keyof typeof POLICIES;
