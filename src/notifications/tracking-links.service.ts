import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Config } from '../platform/config/index.js';
import { Signer } from '../platform/crypto/index.js';

const PURPOSE = 'tracking';
const DAY_MS = 86_400_000;
const VALID_DAYS = 180;
/** Links end on such days only, so that a ticket's link stays the same for a month. */
const STEP_DAYS = 30;

/** A customer's way to a ticket without login: whoever has the link may look, and nobody can make one up. */
@Injectable()
export class TrackingLinks {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly signer: Signer,
  ) {}

  /** `https://…/t/<token>`, good for at least 180 days. */
  linkFor(ticketId: string): string {
    const lastDay = Math.ceil((this.today + VALID_DAYS) / STEP_DAYS) * STEP_DAYS;
    return `${this.config.publicUrl}/t/${this.signer.sign(PURPOSE, `${ticketId}~${lastDay}`)}`;
  }

  /** The id of the ticket; null where the token is made up or has run out. */
  open(token: string): string | null {
    const payload = token.length <= 100 ? this.signer.verify(PURPOSE, token) : null;
    const [ticketId, lastDay] = payload?.split('~') ?? [];
    return ticketId && Number(lastDay) >= this.today ? ticketId : null;
  }

  /** Whole days since 1970. */
  private get today(): number {
    return Math.floor(this.clock.now().getTime() / DAY_MS);
  }
}
