import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import { type OriginalHas, Release } from '../../../../backups/index.js';
import { Invalid } from '../../../../platform/http/index.js';
import type { Member } from '../../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../../auth/index.js';
import { done, Fields, Form, FormsOf, type Led, type Texts } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { whoMay } from '../sections.js';
import { BackupsPage } from './backups-page.service.js';

@Controller('settings/operations')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('operations'))
@FormsOf(BackupsPage)
export class BackupsController {
  constructor(
    private readonly page: BackupsPage,
    private readonly releases: Release,
  ) {}

  @Get('backups')
  backups(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form('hold', 'hold_installation')
  hold(@CurrentMember() by: Member): Promise<void> {
    return this.releases.hold(by);
  }

  @Form('release', 'release_installation')
  async release(
    @CurrentMember() by: Member,
    @Fields('original') { original }: Texts<'original'>,
  ): Promise<Led> {
    const doubtful = await this.releases.release(fateOf(original), by);
    return done(doubtful > 0 ? { told: 'done.release_doubtful', values: { count: doubtful } } : {});
  }
}

/** What may go out depends on the answer, so nothing is assumed where there is none. */
function fateOf(answer: string): OriginalHas {
  if (answer !== 'ran_on' && answer !== 'stopped') throw Invalid.field('original', 'required');
  return answer;
}
