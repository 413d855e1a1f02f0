import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Calls, Deliveries } from '../../conversations/index.js';
import type { Member } from '../../staff/index.js';
import { AppError, Forbidden } from '../../platform/http/index.js';
import { DeliveryQueries } from '../queries/index.js';
import { flash } from '../view/index.js';
import { back } from './back.js';
import { type Sent, textOf } from './typed.js';
import { type MemberRequest, readerOf } from './workbench.service.js';

type Act = 'cancel' | 'retry' | 'takeLast' | 'call' | 'settle' | 'called';

interface Decision {
  request: MemberRequest;
  response: Response;
  id: string;
  act: Act;
  sent?: Sent;
}

@Injectable()
export class DeliveryDecisions {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly calls: Calls,
    private readonly seen: DeliveryQueries,
  ) {}

  /** There is nothing typed to keep: a refusal is told on the page it was pressed on, which shows how it stands. */
  async decide({ request, response, id, act, sent = {} }: Decision): Promise<void> {
    const member = readerOf(request);
    await this.seen.one(member, id);
    try {
      const delivery = await this.seen.actable(member, id);
      await this.carryOut(member, delivery.id, act, sent);
      flash(request, 'done', `done.delivery_${act}`);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const code = error instanceof Forbidden ? error.code : 'delivery_not_open';
      flash(request, 'failed', `refused.${code}`);
    }
    response.redirect(303, back(request, '/inbox'));
  }

  private carryOut(member: Member, id: string, act: Act, sent: Sent): Promise<void> {
    switch (act) {
      case 'cancel':
        return this.deliveries.cancel(member, id);
      case 'retry':
        return this.deliveries.retry(member, id);
      case 'takeLast':
        return this.deliveries.takeLast(member, id);
      case 'call':
        return this.deliveries.call(member, id);
      case 'settle':
        return this.deliveries.settle(member, id, textOf(sent, 'arrived') === 'yes');
      case 'called':
        return this.calls.settle(member, id, {
          reached: textOf(sent, 'reached') === 'yes',
          note: textOf(sent, 'note'),
        });
    }
  }
}
