import { Injectable } from '@nestjs/common';
import { Reacts, type Recorded } from '../platform/events/index.js';
import { Facts } from './facts.service.js';
import { noticeFor, TICKET_NOTICE_EVENTS, type TicketNoticeEvent } from './notice-rules.js';
import { Notices } from './notices.service.js';

@Injectable()
export class TicketNotices {
  constructor(
    private readonly facts: Facts,
    private readonly notices: Notices,
  ) {}

  @Reacts(...TICKET_NOTICE_EVENTS)
  async stepped(event: Recorded<TicketNoticeEvent>): Promise<void> {
    const { purpose, unless, call } = noticeFor(event.name);
    const { identityId } = event.data;
    if (identityId === null || unless?.(event.data)) return;
    const ticketId = event.subject.id;
    const refundId = 'refundId' in event.data ? event.data.refundId : null;
    const { language, facts } = await this.facts.ofTicket(ticketId, refundId);
    await this.notices.owe({ event, purpose, identityId, language, facts: { ...facts }, ticketId, call });
  }
}
