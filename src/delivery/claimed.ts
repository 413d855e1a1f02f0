import type { Outbound, Route } from './channel.js';

/** Only this process may send the delivery until its lease runs out. */
export interface Claimed {
  outbound: Outbound;
  identityId: string;
  conversationId: string;
  route: Route;
  attempts: number;
  claimedAt: Date;
}
