import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { MoveChoice, MovedPage } from '../../../sla/index.js';
import type { Sent } from '../typed.js';
import { type MemberRequest, Workbench } from '../workbench.service.js';
import { cursorOf, decisionOf, isQuiet, readMoved, reviewOf } from './review.js';

/** A form that would move clocks, on its way. */
export interface Asking {
  request: MemberRequest;
  response: Response;
  sent: Sent;
}

/** Shown, but not done yet. A plain 200 is what the browser takes for an answer to a form that must lead elsewhere. */
export const ASKED = 202;

/** Asks, before a change is saved, which of the running clocks it would move are to follow it. */
@Injectable()
export class ChangeReview {
  constructor(private readonly workbench: Workbench) {}

  /** What was decided; undefined where the question was sent instead, with the form to be sent again to `action`. */
  async ask(
    { request, response, sent }: Asking,
    read: (after: string | null) => Promise<MovedPage>,
    action: string,
  ): Promise<MoveChoice | undefined> {
    const decided = decisionOf(sent);
    if (decided !== undefined) return decided;
    const moved = await readMoved(read, cursorOf(sent));
    if (isQuiet(moved)) return 'none';
    await this.show({ request, response, sent }, moved, { action });
    return undefined;
  }

  async show(
    { request, response, sent }: Asking,
    moved: MovedPage,
    more: { action: string } & Record<string, unknown>,
  ): Promise<void> {
    const model = { ...reviewOf(sent, moved), ...more };
    response.status(ASKED).send(await this.workbench.render(request, 'console/settings/review', model));
  }
}
