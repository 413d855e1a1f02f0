/**
 * This file is the port: it says in our own words what a channel (official account, mailbox, web widget) must do for
 * conversations.
 */

export interface ChannelAccount {
  id: string;
  key: string;
  kind: string;
  name: string;
  departmentId: string;
  enabled: boolean;
}

/** Something that a person outside the company did. `at` is the provider's time. */
export type InboundFact =
  | ({ type: 'message'; providerId: string } & Said)
  | { type: 'followed'; scene?: string }
  | { type: 'unfollowed' }
  | { type: 'scanned'; scene: string }
  /** `scanned` is the code that was read when the menu item opens the scanner. */
  | { type: 'menu_clicked'; item: string; scanned?: string }
  /** The person allows or no longer allows notices of these templates. One-time consents add up. */
  | { type: 'consents'; consents: Consent[] }
  /** The person withdraws what the business may know about them. `scopes` uses the provider's names. */
  | { type: 'data_withdrawn'; scopes: string }
  /**
   * An administrator who is trying out the account sent this for `check`. It opens a window as any message does, but
   * it is nobody's work. `late` is set when it is handled long after it arrived.
   */
  | { type: 'checked'; check: string; kind: Said['kind']; mediaId?: string; format?: string; late?: true }
  | DeliveryReceipt
  | { type: 'delivery_receipts'; receipts: DeliveryReceipt[] }
  | { type: 'ignored'; what: string };

/**
 * The content of a message. `text` is the part that a person reads; for a voice message it is filled once the speech
 * has been recognised.
 */
export type Said =
  /** `choice` is the id of the item that the customer tapped in a menu we sent into the chat. */
  | { kind: 'text'; text: string; choice?: string }
  | { kind: 'image'; text: ''; mediaId: string; previewUrl?: string }
  | { kind: 'voice'; text: string; mediaId: string; format?: string }
  | { kind: 'video'; text: ''; mediaId: string; thumbnailId?: string }
  | { kind: 'location'; text: string; latitude: number; longitude: number }
  | { kind: 'link'; text: string; url?: string; description?: string }
  /** The provider tells only the name and the size of a file; its content cannot be fetched. */
  | { kind: 'file'; text: string; bytes?: number }
  | { kind: 'unsupported'; text: ''; original: string };

export interface Consent {
  template: string;
  given: boolean;
}

export interface DeliveryReceipt {
  type: 'delivery_receipt';
  providerId: string;
  delivered: boolean;
  /** See `SendOutcome`. */
  reason?: string;
}

/**
 * `key` is unique per account and stays the same when the provider repeats a push. `body` is the decrypted text,
 * which is kept so that the push can be handled again.
 */
export interface Inbound {
  externalId: string;
  key: string;
  at: Date;
  body: string;
  fact: InboundFact;
}

export type Route = 'customer_message' | 'template' | 'subscription_message';

/** `id` is the id of our row. It is also the idempotency key if the provider has one. */
export interface Outbound {
  id: string;
  messageId: string;
  account: ChannelAccount;
  externalId: string;
  purpose: string;
  language: string;
  content: OutboundContent;
}

/**
 * `facts` are the named values that a template may use, for example `number`, `stage` or `amount`. `url` opens the
 * tracking page.
 */
export interface OutboundContent {
  text: string;
  facts?: Record<string, string>;
  url?: string;
  /** The attachment is sent instead of plain text. `text` is then what people here read in its place. */
  attachment?: Attachment;
}

/**
 * The files are stored with the message. `choices` are listed under the text, and the customer answers by tapping
 * one.
 */
export type Attachment =
  | { kind: 'image' | 'voice' }
  | { kind: 'video'; title: string }
  | { kind: 'article'; title: string; url: string; pictureUrl?: string }
  | { kind: 'menu'; choices: { id: string; text: string }[]; closing?: string }
  | { kind: 'mini_program'; title: string; appId: string; page: string };

/**
 * Failures of the outside world are returned as data. When a send is `refused`, `then` says what to do: `retry` it
 * later, `wait` for the customer to write, `fallback` to the next route, `contact_dead` (this person cannot be
 * reached on this account), `account_broken` (nobody can be reached until an administrator acts) or `give_up` (there
 * is something wrong with this message itself). `unknown` means that the message may or may not have arrived.
 * A `reason` begins with a word of ours, whose sentence is `reason.<word>` of the locale files; what the provider said
 * may follow it (`outside_window 45015`). `notBefore` is when the provider says that another attempt is worthwhile.
 */
export type SendOutcome =
  | { state: 'accepted'; providerId?: string }
  | { state: 'refused'; then: RefusalConsequence; reason: string; notBefore?: Date }
  | { state: 'unknown'; reason: string };
export type RefusalConsequence =
  'retry' | 'wait' | 'fallback' | 'contact_dead' | 'account_broken' | 'give_up';

export type Addressed = Pick<Outbound, 'account' | 'externalId' | 'purpose' | 'language'>;

/** What a channel knows about a person, for the colleagues who answer that person. */
export interface ContactFacts {
  /** Whether the person follows the account, as the provider last said; null when it has not been asked yet. */
  following: boolean | null;
  followsSince: Date | null;
  /** The tags that the account's own console gives to this follower. */
  tags: string[];
  /** The notices that the person still allows, listed by purpose. */
  consents: { purposes: string[]; available: number }[];
  /** Whether a reply can go by another route when no window is open. */
  carriesReplies: boolean;
}

export interface Channel {
  readonly kind: string;
  /** The pictures that this channel carries; undefined when it carries none. */
  readonly pictures?: { types: string[]; bytes: number };
  /**
   * For how many seconds the provider drops a second send with the same id, so that a send with an unclear outcome
   * may be repeated. It is 0 if the provider never does so.
   */
  repeatableFor(route: Route): number;
  /**
   * Yields the routes that this account can use for this person and purpose, in order of preference. Each one is
   * looked up only after the one before it was not taken.
   */
  routes(outbound: Addressed): AsyncIterable<Route>;
  send(outbound: Outbound, route: Route): Promise<SendOutcome>;
  /** Shows for a while that somebody is typing. It is only a hint, so nothing is reported when it cannot be shown. */
  typing?(account: ChannelAccount, externalId: string): Promise<void>;
  /** Returns the text of a code whose scan comes back as `scene`, or the reason why there is no code. */
  sceneCode?(
    account: ChannelAccount,
    scene: string,
    seconds: number,
  ): Promise<{ text: string } | { reason: string }>;
  factsOf?(identityId: string): Promise<ContactFacts>;
  /** Reads a stored envelope again so that it can be replayed. */
  read(body: string): Inbound;
}
