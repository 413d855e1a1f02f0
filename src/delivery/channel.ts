/**
 * A channel is an official account, a mailbox or a web widget. This file says what all of them have in
 * common.
 */

export interface ChannelAccount {
  id: string;
  key: string;
  kind: string;
  name: string;
  departmentId: string;
  enabled: boolean;
}

export type InboundFact =
  | ({ type: 'message'; providerId: string } & Said)
  | { type: 'followed'; scene?: string }
  | { type: 'unfollowed' }
  | { type: 'scanned'; scene: string }
  /** `scanned` is the code that was read when the menu item opens the scanner. */
  | { type: 'menu_clicked'; item: string; scanned?: string }
  /** The person allows or refuses further notices of these templates. One-time consents add up. */
  | { type: 'consents'; consents: Consent[] }
  /**
   * The person no longer lets the business know certain things about them. `scopes` uses the provider's
   * names.
   */
  | { type: 'data_withdrawn'; scopes: string }
  /**
   * An administrator sent this message to try out the account. It opens a window as any message does, but
   * nobody has to answer it. `late` is set when the message is handled long after it arrived.
   */
  | { type: 'checked'; check: string; kind: Said['kind']; mediaId?: string; format?: string; late?: true }
  | DeliveryReceipt
  | { type: 'delivery_receipts'; receipts: DeliveryReceipt[] }
  | { type: 'ignored'; what: string };

/** `text` is the part that a person reads. For a voice message it holds the recognised speech. */
export type Said =
  /** `choice` is the item that the customer tapped in a menu inside the chat. */
  | { kind: 'text'; text: string; choice?: string }
  | { kind: 'image'; text: ''; mediaId: string; previewUrl?: string }
  | { kind: 'voice'; text: string; mediaId: string; format?: string }
  | { kind: 'video'; text: ''; mediaId: string; thumbnailId?: string }
  | { kind: 'location'; text: string; latitude: number; longitude: number }
  | { kind: 'link'; text: string; url?: string; description?: string }
  /** The provider tells only the name and size of a file. Its content cannot be fetched. */
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

/** What was kept still cannot be read; `reason` is a word of ours, and `opened` the body if it was decrypted at least. */
export class UnreadPush extends Error {
  constructor(
    readonly reason: string,
    readonly opened?: string,
  ) {
    super(reason);
  }
}

/** What is kept of a push. `sealed` tells that `body` is as it came and could not be decrypted. */
export interface KeptPush {
  body: string;
  sealed: boolean;
}

/**
 * `key` is unique per account and stays the same when the provider repeats a push. `at` is the provider's
 * time. `body` is the decrypted text, which is kept so that the push can be handled again.
 */
export interface Inbound {
  externalId: string;
  key: string;
  at: Date;
  body: string;
  fact: InboundFact;
}

export type Route = 'customer_message' | 'template' | 'subscription_message';

/** The provider uses `id` to recognise a repeated send, if it can do so. */
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
 * `facts` are the values that a template may use, such as `number`, `stage` or `amount`. `url` opens the
 * tracking page.
 */
export interface OutboundContent {
  text: string;
  facts?: Record<string, string>;
  url?: string;
  attachment?: Attachment;
}

export type Attachment =
  | { kind: 'image' | 'voice' }
  | { kind: 'video'; title: string }
  | { kind: 'article'; title: string; url: string; pictureUrl?: string }
  | { kind: 'menu'; choices: { id: string; text: string }[]; closing?: string }
  | { kind: 'mini_program'; title: string; appId: string; page: string };

/**
 * A failure is returned and not thrown. When a send is `refused`, `then` says what to do: `retry` it
 * later, `busy` (retry a few times, because the provider asks for it although an attempt may have arrived), `wait` for the customer to write, `fallback` to the next route, `contact_dead` (this person cannot be
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
  'retry' | 'busy' | 'wait' | 'fallback' | 'contact_dead' | 'account_broken' | 'give_up';

export type Addressed = Pick<Outbound, 'account' | 'externalId' | 'purpose' | 'language'>;

export interface ContactFacts {
  /** `following` is null as long as the provider has not been asked. */
  following: boolean | null;
  followsSince: Date | null;
  tags: string[];
  consents: { purposes: string[]; available: number }[];
  carriesReplies: boolean;
}

export interface Channel {
  readonly kind: string;
  readonly pictures?: { types: string[]; bytes: number };
  /**
   * For so many seconds the provider drops a second send with the same id, so the send may be repeated. The
   * value is 0 if the provider never does so.
   */
  repeatableFor(route: Route): number;
  /**
   * Yields the usable routes, best first. Each route is looked up only after the one before it was not taken.
   */
  routes(outbound: Addressed): AsyncIterable<Route>;
  send(outbound: Outbound, route: Route): Promise<SendOutcome>;
  typing?(account: ChannelAccount, externalId: string): Promise<void>;
  /** Returns the content of a QR code. When somebody scans the code, the provider reports `scene`. */
  sceneCode?(
    account: ChannelAccount,
    scene: string,
    seconds: number,
  ): Promise<{ text: string } | { reason: string }>;
  factsOf?(identityId: string): Promise<ContactFacts>;
  /** Reads again what was kept. Throws `UnreadPush` if it still cannot be read. */
  read(kept: KeptPush, account: ChannelAccount): Promise<Inbound>;
}
