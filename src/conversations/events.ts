import type { Consent } from '../delivery/index.js';

declare module '../platform/events/index.js' {
  interface EventMap {
    'conversation.started': { identityId: string; customerId: string };
    'conversation.message_received': {
      messageId: string;
      identityId: string;
      customerId: string;
      kind: string;
    };
    'conversation.claimed': { memberId: string };
    /** With leave or not: `takenFrom` is the colleague who had it. */
    'conversation.taken_over': { memberId: string; takenFrom: string; reason: string | null };
    /** By the member who had it, by the lead, or because that member's account was disabled. */
    'conversation.released': { memberId: string; reason?: string | null };
    'conversation.replied': { messageId: string; deliveryId: string; ticketId: string | null };
    /** `memberId`: who had it, where a person ended it. */
    'conversation.ended': { memberId?: string | null; reason?: string | null };
    'contact.followed': ContactFact & { scene?: string };
    'contact.unfollowed': ContactFact;
    'contact.scanned': ContactFact & { scene: string };
    /** Scanned a code made for the customer, or for one of the tickets: the identity is the customer's from now on. */
    'contact.bound': ContactFact & { ticketId: string | null };
    'contact.menu_clicked': ContactFact & { item: string };
    'contact.consented': ContactFact & { consents: Consent[] };
    /** `check` is the channel's; `sentAt` the provider's time. */
    'contact.checked': ContactFact & {
      check: string;
      kind: string;
      mediaId?: string;
      format?: string;
      late?: true;
      sentAt: string;
    };
    'contact.data_withdrawn': ContactFact & { scopes: string };
  }
}

export interface ContactFact {
  identityId: string;
  customerId: string;
  language: string;
}
