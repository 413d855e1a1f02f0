import type { Outbound, Route } from './channel.js';

/** A delivery that is ours to send, for as long as its lease lasts. */
export interface Claimed {
  outbound: Outbound;
  identityId: string;
  conversationId: string;
  route: Route;
  attempts: number;
  claimedAt: Date;
}
