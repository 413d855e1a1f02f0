import { Injectable } from '@nestjs/common';
import { Alerts } from '../../../escalation/index.js';
import { back, type FormPage, readTyped, type Refused, textAt } from '../../forms/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

const PAGE = 30;
const RECENT = 8;

@Injectable()
export class AlertsPage implements FormPage {
  constructor(
    private readonly alerts: Alerts,
    private readonly workbench: Workbench,
  ) {}

  home(request: MemberRequest): string {
    return back(request, '/alerts');
  }

  render(request: MemberRequest, refused?: Refused): Promise<string> {
    return this.workbench.render(request, 'console/alerts', this.model(request, refused));
  }

  private async model(request: MemberRequest, refused?: Refused) {
    const cursor = textAt(readTyped(request.query), 'cursor');
    const { data, next } = await this.alerts.of(readerOf(request), { cursor, limit: PAGE });
    return {
      live: ['alerts'],
      refused,
      rows: data,
      older: next && `/alerts?cursor=${next}`,
      newest: cursor && '/alerts',
    };
  }

  async recent(request: MemberRequest): Promise<string> {
    const { data } = await this.alerts.of(readerOf(request), { limit: RECENT });
    return this.workbench.render(request, 'console/alerts-recent', { rows: data });
  }
}
