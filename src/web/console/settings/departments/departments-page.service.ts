import { Injectable } from '@nestjs/common';
import type { FormPage, Refused } from '../../../forms/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';
import { DepartmentLines } from './departments.queries.js';

@Injectable()
export class DepartmentsPage implements FormPage {
  constructor(
    private readonly lines: DepartmentLines,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/departments';
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const rows = (await this.lines.list()).map((line) => ({ ...line, saved: { name: line.name } }));
    return this.workbench.render(request, 'console/settings/departments', { refused, rows });
  }
}
