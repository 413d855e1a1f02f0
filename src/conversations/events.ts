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
    /** The customer asked for a person, in words or by the menu. */
    'conversation.person_asked': { identityId: string; how: 'words' | 'menu' };
    'conversation.claimed': { memberId: string };
    'conversation.taken_over': { memberId: string; takenFrom: string; reason: string | null };
    /** Given back by its holder or the lead, or because the holder was disabled or left its department. */
    'conversation.released': { memberId: string; reason?: string | null };
    'conversation.replied': { messageId: string; deliveryId: string; ticketId: string | null };
    /** `memberId` is missing when no person ended the conversation. */
    'conversation.ended': { memberId?: string | null; reason?: string | null };
    /** Somebody read the words of a message with the personal numbers in them. */
    'customer.words_revealed': { messageId: string };
    'contact.followed': ContactFact & { scene?: string };
    'contact.unfollowed': ContactFact;
    'contact.scanned': ContactFact & { scene: string };
    /** The person scanned a code that was made for a customer, and now belongs to that customer. */
    'contact.bound': ContactFact & { ticketId: string | null };
    'contact.menu_clicked': ContactFact & { item: string };
    'contact.consented': ContactFact & { consents: Consent[] };
    /** `check` is the channel's id of the test, and `sentAt` is the provider's time. */
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
