import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Config } from '../platform/config/index.js';
import { Signer } from '../platform/crypto/index.js';

const PURPOSE = 'tracking';
const DAY_MS = 86_400_000;
const VALID_DAYS = 180;
/** Links expire only on every thirtieth day, so that the link of a ticket stays the same for a month. */
const STEP_DAYS = 30;

/** A link shows a ticket without a login. Whoever has it may look, and nobody can forge one. */
@Injectable()
export class TrackingLinks {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly signer: Signer,
  ) {}

  /** Returns `https://…/t/<token>`, which is valid for at least 180 days. */
  linkFor(ticketId: string): string {
    const lastDay = Math.ceil((this.today + VALID_DAYS) / STEP_DAYS) * STEP_DAYS;
    return `${this.config.publicUrl}/t/${this.signer.sign(PURPOSE, `${ticketId}~${lastDay}`)}`;
  }

  open(token: string): string | null {
    const payload = token.length <= 100 ? this.signer.verify(PURPOSE, token) : null;
    const [ticketId, lastDay] = payload?.split('~') ?? [];
    return ticketId && Number(lastDay) >= this.today ? ticketId : null;
  }

  /** The day is counted from 1970-01-01. */
  private get today(): number {
    return Math.floor(this.clock.now().getTime() / DAY_MS);
  }
}
