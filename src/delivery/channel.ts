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
  | ({ type: 'message'; providerId: string } & Said)
  | { type: 'followed'; scene?: string }
  | { type: 'unfollowed' }
  | { type: 'scanned'; scene: string }
  /** `scanned`: what an item that scans a code has read. */
  | { type: 'menu_clicked'; item: string; scanned?: string }
  /** To be told by notices of these templates, or no longer. One-time consents add up. */
  | { type: 'consents'; consents: Consent[] }
  /** The person takes back what the business may know of them: `scopes` as the provider names them. */
  | { type: 'data_withdrawn'; scopes: string }
  /**
   * What somebody who tries the account out sends for `check`: opens the window as any message does, and is nobody's work.
   * `late`: it is handled long after it came.
   */
  | { type: 'checked'; check: string; kind: Said['kind']; mediaId?: string; format?: string; late?: true }
  | DeliveryReceipt
  | { type: 'delivery_receipts'; receipts: DeliveryReceipt[] }
  | { type: 'ignored'; what: string };

/** What is said in a message. `text` is what a person reads of it; what a voice says is there once it was recognised. */
export type Said =
  /** `choice`: the id of the item tapped in a menu that we sent into the chat. */
  | { kind: 'text'; text: string; choice?: string }
  | { kind: 'image'; text: ''; mediaId: string; previewUrl?: string }
  | { kind: 'voice'; text: string; mediaId: string; format?: string }
  | { kind: 'video'; text: ''; mediaId: string; thumbnailId?: string }
  | { kind: 'location'; text: string; latitude: number; longitude: number }
  | { kind: 'link'; text: string; url?: string; description?: string }
  /** Only its name and size are told: the content cannot be fetched. */
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
  reason?: string;
}

/** `key` is unique per account for one push, however often it is repeated; `body` is the clear text, kept for replay. */
export interface Inbound {
  externalId: string;
  key: string;
  at: Date;
  body: string;
  fact: InboundFact;
}

export type Route = 'customer_message' | 'template' | 'subscription_message';

/** `id` is our row's id and the idempotency key where the provider has one. */
export interface Outbound {
  id: string;
  messageId: string;
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
  /** Goes instead of the text alone; `text` is what a person reads of it here. */
  attachment?: Attachment;
}

/** Files are those kept with the message. `choices` are asked under the text and answered by tapping. */
export type Attachment =
  | { kind: 'image' | 'voice' }
  | { kind: 'video'; title: string }
  | { kind: 'article'; title: string; url: string; pictureUrl?: string }
  | { kind: 'menu'; choices: { id: string; text: string }[]; closing?: string }
  | { kind: 'mini_program'; title: string; appId: string; page: string };

/**
 * The outside fails as data. `refused` says what to do about it:
 * `retry` later, `wait` for the customer to write, `fallback` to the next route, `contact_dead` (this person cannot be
 * reached on this account), `account_broken` (nobody can until an administrator acts), `give_up` (this thing is wrong).
 * `unknown`: it may or may not have arrived. `notBefore`: the provider says when it is worth trying again.
 */
export type SendOutcome =
  | { state: 'accepted'; providerId?: string }
  | { state: 'refused'; then: RefusalConsequence; reason: string; notBefore?: Date }
  | { state: 'unknown'; reason: string };
export type RefusalConsequence =
  'retry' | 'wait' | 'fallback' | 'contact_dead' | 'account_broken' | 'give_up';

/** To whom, and what about. */
export type Addressed = Pick<Outbound, 'account' | 'externalId' | 'purpose' | 'language'>;

/** What a channel knows of somebody, for the people who answer. */
export interface ContactFacts {
  /** As the provider last said; null where it was not asked yet. */
  following: boolean | null;
  followsSince: Date | null;
  /** As the account's own console sorts its followers. */
  tags: string[];
  /** Notices that the person still allows, by what they tell of. */
  consents: { purposes: string[]; available: number }[];
  /** Whether a reply goes by another route where no window is open. */
  carriesReplies: boolean;
}

export interface Channel {
  readonly kind: string;
  /** Which pictures it carries; undefined: none. */
  readonly pictures?: { types: string[]; bytes: number };
  /** For how many seconds the provider drops a second send with the same id, so that an unclear one may be repeated; 0: never. */
  repeatableFor(route: Route): number;
  /**
   * Which of our routes this account can use for this person and purpose, in order of preference: each is looked up when
   * the one before it is not taken.
   */
  routes(outbound: Addressed): AsyncIterable<Route>;
  send(outbound: Outbound, route: Route): Promise<SendOutcome>;
  /** Shows for a while that somebody is typing; a hint, so nothing is said where it cannot. */
  typing?(account: ChannelAccount, externalId: string): Promise<void>;
  /** What a code says whose scan comes back as `scene`, or the reason why there is none. */
  sceneCode?(
    account: ChannelAccount,
    scene: string,
    seconds: number,
  ): Promise<{ text: string } | { reason: string }>;
  factsOf?(identityId: string): Promise<ContactFacts>;
  /** Reads a kept envelope again, for replay. */
  read(body: string): Inbound;
}
