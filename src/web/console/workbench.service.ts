import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Member } from '../../staff/index.js';
import { type PageModel, type Speech, ViewService } from '../view/index.js';
import { AlarmLines } from './alerts/alarm-lines.service.js';
import { type DeskCounts, DeskQueries } from './desk.queries.js';
import { sectionsFor, type SectionGroup } from './settings/sections.js';

/** What a page shows. A promise of it is asked for beside what stands around every page. */
type Shown = PageModel & Record<string, unknown>;

export type MemberRequest = Request & { member?: Member };

@Injectable()
export class Workbench {
  constructor(
    private readonly view: ViewService,
    private readonly desk: DeskQueries,
    private readonly alarms: AlarmLines,
  ) {}

  async render(
    request: MemberRequest,
    page: string,
    model: Shown | Promise<Shown>,
    counts: DeskCounts | Promise<DeskCounts> = this.counts(request),
  ): Promise<string> {
    const [shown, { waiting, unassigned, offered, refunds, bell }, alarms] = await Promise.all([
      model,
      counts,
      this.alarms.shownTo(readerOf(request), this.speech(request)),
    ]);
    const rail = { inbox: waiting, tickets: unassigned + offered, refunds };
    return this.view.render(request, page, {
      rail,
      bell,
      alarms,
      settingsNav: settingsNav(request),
      ...shown,
    });
  }

  counts(request: MemberRequest): Promise<DeskCounts> {
    return this.desk.counts(readerOf(request));
  }

  speech(request: MemberRequest): Speech {
    return this.view.speech(request);
  }
}

function settingsNav({ path, member }: MemberRequest): object[] | null {
  if (!member || !path.startsWith('/settings/')) return null;
  return sectionsFor(member.role).map((group: SectionGroup) => ({
    ...group,
    sections: group.sections.map((section) => ({ ...section, current: isWithin(path, section.href) })),
  }));
}

function isWithin(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`);
}

export function readerOf({ member }: MemberRequest): Member {
  if (!member) throw new Error('A page of the workbench stands behind SessionGuard');
  return member;
}
