import type { Outbound, Route } from './channel.js';

export interface Claimed {
  outbound: Outbound;
  identityId: string;
  conversationId: string;
  route: Route;
  attempts: number;
  claimedAt: Date;
}
