import type { Outbound, Route } from './channel.js';

/** A delivery that this process alone may send until its lease runs out. */
export interface Claimed {
  outbound: Outbound;
  identityId: string;
  conversationId: string;
  route: Route;
  attempts: number;
  claimedAt: Date;
}
