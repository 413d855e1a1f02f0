import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Deliveries } from '../../conversations/index.js';
import { Conflict } from '../../platform/http/index.js';
import { DeliveryQueries } from '../queries/index.js';
import { flash } from '../view/index.js';
import { back } from './back.js';
import { type MemberRequest, readerOf } from './workbench.service.js';

@Injectable()
export class DeliveryDecisions {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly seen: DeliveryQueries,
  ) {}

  cancel(request: MemberRequest, response: Response, id: string): Promise<void> {
    const member = readerOf(request);
    return this.decide(request, response, { id, done: 'done.delivery_cancel' }, () =>
      this.deliveries.cancel(member, id),
    );
  }

  retry(request: MemberRequest, response: Response, id: string): Promise<void> {
    const member = readerOf(request);
    return this.decide(request, response, { id, done: 'done.delivery_retry' }, () =>
      this.deliveries.retry(member, id),
    );
  }

  /** There is nothing typed to keep: a refusal is told on the page it was pressed on, which shows how it stands. */
  private async decide(
    request: MemberRequest,
    response: Response,
    { id, done }: { id: string; done: string },
    work: () => Promise<void>,
  ): Promise<void> {
    await this.seen.one(readerOf(request), id);
    try {
      await work();
      flash(request, 'done', done);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      flash(request, 'failed', 'refused.delivery_not_open');
    }
    response.redirect(303, back(request, '/inbox'));
  }
}
