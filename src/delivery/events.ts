import type { Route } from './channel.js';

declare module '../platform/events/index.js' {
  interface EventMap {
    'delivery.accepted': DeliveryFact;
    'delivery.delivered': DeliveryFact;
    'delivery.refused': DeliveryFact & { reason: string };
    'delivery.unknown': DeliveryFact & { reason: string };
    'delivery.gave_up': DeliveryFact & { reason: string };
    /** A reply was not sent in time. `memberId` wrote it. */
    'delivery.lapsed': DeliveryFact & { reason: string; memberId: string | null };
    'delivery.cancelled': DeliveryFact;
    'delivery.retried': DeliveryFact;
    'delivery.settled': DeliveryFact & { arrived: boolean };
    'delivery.call_asked': DeliveryFact;
    'delivery.called': DeliveryFact & { reached: boolean };
    /** WeChat will soon take no more answers, and the customer still waits for one. */
    'conversation.window_closing': WindowFact & { secondsLeft: number };
    'conversation.window_lost': WindowFact;
    'contact.settings_changed': { holdsBack: boolean; calls: boolean; replyHours: number };
    'contact.rule_added': { source: string; since: string; allowance: number; seconds: number };
    'contact.rule_withdrawn': { source: string; since: string };
  }
}

export interface WindowFact {
  identityId: string;
  departmentId: string;
  closesAt: string;
}

export interface DeliveryFact {
  deliveryId: string;
  purpose: string;
  route: Route | 'passive' | 'call' | null;
}
