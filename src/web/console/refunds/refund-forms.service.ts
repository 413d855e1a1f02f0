import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Refunds } from '../../../refunds/index.js';
import { back } from '../back.js';
import { TicketForms } from '../ticket/ticket-forms.service.js';
import { type MemberRequest, readerOf } from '../workbench.service.js';

interface SentStep {
  request: MemberRequest;
  response: Response;
  /** The refund's. */
  id: string;
  act: string;
  values: Record<string, string>;
}

/** Answers the steps of a refund: done leads back to where it was pressed, refused shows its ticket as it stands. */
@Injectable()
export class RefundForms {
  constructor(
    private readonly refunds: Refunds,
    private readonly forms: TicketForms,
  ) {}

  async answer({ id, ...step }: SentStep, work: () => Promise<unknown>): Promise<void> {
    const { number } = await this.refunds.byId(readerOf(step.request), id);
    await this.forms.answer({ ...step, number, to: back(step.request, `/tickets/${number}`) }, work);
  }
}
