import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import { IdPipe } from '../../../../platform/http/index.js';
import { Departments, type Member } from '../../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../../auth/index.js';
import { Form, FormsOf, textAt, type Typed, Values } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { nameIn } from '../names.js';
import { whoMay } from '../sections.js';
import { DepartmentsPage } from './departments-page.service.js';

@Controller('settings/departments')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('departments'))
@FormsOf(DepartmentsPage)
export class DepartmentsController {
  constructor(
    private readonly departments: Departments,
    private readonly page: DepartmentsPage,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form('', 'department_add')
  async add(@CurrentMember() by: Member, @Values() typed: Typed): Promise<void> {
    await this.departments.create(textAt(typed, 'key'), nameIn(typed), by);
  }

  @Form(':id', 'department_rename')
  rename(
    @CurrentMember() by: Member,
    @Param('id', IdPipe) id: string,
    @Values() typed: Typed,
  ): Promise<void> {
    return this.departments.rename(id, nameIn(typed), by);
  }
}
