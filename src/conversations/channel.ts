/** The port: what a channel (official account, mailbox, web widget) must do for conversations, in our words. */

/** One connected official account, mailbox or widget. */
export interface ChannelAccount {
  id: string;
  key: string;
  kind: string;
  name: string;
  departmentId: string;
  enabled: boolean;
}

/** What somebody outside did. `at` is the provider's time. */
export type InboundFact =
  | { type: 'message'; kind: 'text'; text: string; providerId: string }
  | { type: 'message'; kind: 'image'; text: ''; providerId: string; mediaId: string; previewUrl?: string }
  | { type: 'message'; kind: 'unsupported'; text: ''; providerId: string; original: string }
  | { type: 'followed'; scene?: string }
  | { type: 'unfollowed' }
  | { type: 'scanned'; scene: string }
  | { type: 'menu_clicked'; item: string }
  | { type: 'delivery_receipt'; providerId: string; delivered: boolean; reason?: string }
  | { type: 'ignored'; what: string };

/** `key` is unique per account for one push, however often it is repeated; `body` is the clear text, kept for replay. */
export interface Inbound {
  externalId: string;
  key: string;
  at: Date;
  body: string;
  fact: InboundFact;
}

export type Route = 'customer_message' | 'template';

/** `id` is our row's id and the idempotency key where the provider has one. */
export interface Outbound {
  id: string;
  account: ChannelAccount;
  externalId: string;
  purpose: string;
  language: string;
  content: OutboundContent;
}

/** `facts` are the named values a bound template may use, e.g. `number`, `stage`, `amount`; `url` opens the tracking page. */
export interface OutboundContent {
  text: string;
  facts?: Record<string, string>;
  url?: string;
}

/**
 * The outside fails as data. `refused` says what to do about it:
 * `retry` later, `wait` for the customer to write, `fallback` to the next route, `contact_dead` (this person cannot be
 * reached on this account), `account_broken` (nobody can until an administrator acts), `give_up` (this thing is wrong).
 * `unknown`: it may or may not have arrived.
 */
export type SendOutcome =
  | { state: 'accepted'; providerId?: string }
  | { state: 'refused'; then: RefusalConsequence; reason: string }
  | { state: 'unknown'; reason: string };
export type RefusalConsequence =
  'retry' | 'wait' | 'fallback' | 'contact_dead' | 'account_broken' | 'give_up';

export interface Channel {
  readonly kind: string;
  /** Whether the provider drops a second send with the same id, so that an unclear one may be repeated. */
  repeatable(route: Route): boolean;
  /** Which of our routes this account can use for this purpose, in order of preference. */
  routes(accountId: string, purpose: string, language: string): Promise<Route[]>;
  send(outbound: Outbound, route: Route): Promise<SendOutcome>;
  /** Reads a kept envelope again, for replay. */
  read(body: string): Inbound;
}
