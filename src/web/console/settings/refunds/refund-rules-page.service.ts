import { Injectable } from '@nestjs/common';
import { OTHER_CURRENCIES, RefundLimits } from '../../../../refunds/index.js';
import { Confirmations, type FinanceMember } from '../../../../staff/index.js';
import type { FormPage, Refused } from '../../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';

@Injectable()
export class RefundRulesPage implements FormPage {
  constructor(
    private readonly limits: RefundLimits,
    private readonly confirmations: Confirmations,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/refunds';
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const { id } = readerOf(request);
    const limits = await this.limits.all();
    const members = await this.confirmations.ofFinance();
    return this.workbench.render(request, 'console/settings/refunds', {
      refused,
      limits: limits.map((limit) => ({ ...limit, other: limit.currency === OTHER_CURRENCIES })),
      members: members.map((member) => ({ ...member, standing: standingOf(member, id) })),
    });
  }
}

/** `open` is somebody whom the reader may confirm. */
function standingOf({ id, broughtInBy, confirmedBy, counts }: FinanceMember, readerId: string) {
  if (confirmedBy) return 'confirmed';
  if (broughtInBy === null) return 'installed';
  if (id !== readerId && broughtInBy.id !== readerId) return 'open';
  return counts ? 'by_admin' : 'waiting';
}
