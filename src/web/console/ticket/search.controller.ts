import { Controller, Get, Redirect, UseGuards } from '@nestjs/common';
import type { Member } from '../../../staff/index.js';
import { CurrentMember, SessionGuard } from '../../auth/index.js';
import { TicketFinder } from './ticket-finder.service.js';
import { Asked, textAt, type Typed } from '../../forms/index.js';

@Controller('search')
@UseGuards(SessionGuard)
export class SearchController {
  constructor(private readonly finder: TicketFinder) {}

  /** A number in any spelling leads to its ticket. Anything else leads to the queue. */
  @Get()
  @Redirect('/tickets', 302)
  async search(@CurrentMember() member: Member, @Asked() query: Typed) {
    const words = textAt(query, 'q').trim();
    const number = await this.finder.numbered(member, words);
    return {
      url: number ? `/tickets/${number}` : `/tickets?${new URLSearchParams({ tab: 'all', q: words })}`,
    };
  }
}
