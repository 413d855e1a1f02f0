import { Body, Controller, Get, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { IdPipe } from '../../../../platform/http/index.js';
import { Departments } from '../../../../staff/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { flash } from '../../../view/index.js';
import { type FormState, refused } from '../../form-state.js';
import { type Sent, textsOf } from '../../typed.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';
import { DepartmentLines } from './departments.queries.js';
import { whoMay } from '../sections.js';

const ADDRESS = '/settings/departments';

@Controller('settings/departments')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('departments'))
export class DepartmentsController {
  constructor(
    private readonly departments: Departments,
    private readonly lines: DepartmentLines,
    private readonly workbench: Workbench,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page(request);
  }

  @Post()
  async add(@Req() request: MemberRequest, @Res() response: Response, @Body() sent: Sent): Promise<void> {
    const typed = textsOf(sent, ['key', 'zh', 'en']);
    try {
      await this.departments.create(typed.key.trim(), namesOf(typed), readerOf(request));
    } catch (error) {
      const { status, form } = refused(error, typed, { department_exists: 'key' });
      response.status(status).send(await this.page(request, { add: coded(form) }));
      return;
    }
    flash(request, 'done', 'departments.added');
    response.redirect(303, ADDRESS);
  }

  @Post(':id')
  async rename(
    @Req() request: MemberRequest,
    @Res() response: Response,
    @Param('id', IdPipe) id: string,
    @Body() sent: Sent,
  ): Promise<void> {
    const typed = textsOf(sent, ['zh', 'en']);
    try {
      await this.departments.rename(id, namesOf(typed), readerOf(request));
    } catch (error) {
      const { status, form } = refused(error, typed);
      response.status(status).send(await this.page(request, { rename: { ...coded(form), id } }));
      return;
    }
    flash(request, 'done', 'departments.renamed');
    response.redirect(303, ADDRESS);
  }

  private async page(
    request: MemberRequest,
    { add, rename }: { add?: FormState; rename?: FormState & { id: string } } = {},
  ): Promise<string> {
    const lines = await this.lines.list();
    return this.workbench.render(request, 'console/settings/departments', {
      add: add ?? { values: {}, errors: {} },
      adding: add !== undefined,
      rows: lines.map((line) => ({
        ...line,
        form:
          rename?.id === line.id
            ? rename
            : { values: { zh: line.name['zh-CN'], en: line.name['en'] }, errors: {} },
        renaming: rename?.id === line.id,
      })),
    });
  }
}

function namesOf({ zh, en }: { zh: string; en: string }): Record<string, string> {
  const names = { 'zh-CN': zh.trim().slice(0, 80), en: en.trim().slice(0, 80) };
  return Object.fromEntries(Object.entries(names).filter(([, name]) => name !== ''));
}

/** What the room says in a sentence, the page says in the reader's language, beside the field it asks for. */
function coded(form: FormState): FormState {
  const { key, name } = form.errors;
  const errors = {
    ...(key ? { key: key === 'department_exists' ? key : 'department_key' } : {}),
    ...(name ? { zh: 'required' } : {}),
  };
  return { ...form, errors };
}
