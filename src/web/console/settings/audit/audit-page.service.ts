import { Injectable } from '@nestjs/common';
import { Config } from '../../../../platform/config/index.js';
import { Departments, Roster } from '../../../../staff/index.js';
import { textAt, type Typed } from '../../../forms/index.js';
import { type AuditFilter, AuditQueries, type AuditRow } from '../../../queries/index.js';
import type { Speech } from '../../../view/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';
import { filterOf, queryOf } from './audit-filter.js';
import { actorOf, changesOf, subjectOf } from './audit-line.js';
import type { AuditReader } from './fact-words.js';

const PAGE = '/settings/audit';

@Injectable()
export class AuditPage {
  constructor(
    private readonly queries: AuditQueries,
    private readonly staff: Roster,
    private readonly departments: Departments,
    private readonly config: Config,
    private readonly workbench: Workbench,
  ) {}

  render(request: MemberRequest, query: Typed): Promise<string> {
    return this.workbench.render(request, 'console/settings/audit', this.model(request, query));
  }

  private async model(request: MemberRequest, query: Typed) {
    const speech = this.workbench.speech(request);
    const filter = filterOf(query);
    const cursor = textAt(query, 'cursor');
    const [{ data, next }, reader, people, actions] = await Promise.all([
      this.queries.list(filter, { cursor }),
      this.readerWith(speech),
      this.people(speech),
      this.actions(speech),
    ]);
    return {
      form: { values: filter, errors: {} },
      filter,
      filtered: Object.keys(filter).length > 0,
      people,
      actions,
      days: this.config.auditDays,
      rows: data.map((row) => lineOf(row, filter, reader)),
      exported: `${PAGE}/export${queryOf(filter)}`,
      older: next && PAGE + queryOf(filter, { cursor: next }),
      newest: cursor && PAGE + queryOf(filter),
    };
  }

  private async readerWith(speech: Speech): Promise<AuditReader> {
    const known = (await this.departments.list()).map(({ id, key, name }) => [key, id, speech.local(name)]);
    const departments = new Map(
      known.flatMap(([key, id, name]): [string, string][] => [
        [key!, name!],
        [id!, name!],
      ]),
    );
    return { ...speech, departments };
  }

  private async people({ t }: Speech): Promise<{ value: string; label: string }[]> {
    const members = (await this.staff.list()).map(({ id, name }) => ({ value: id, label: name }));
    const others = ['nobody', 'system'].map((value) => ({ value, label: t(`audit.by.${value}`) }));
    return [...others, ...members];
  }

  private async actions(speech: Speech): Promise<{ value: string; label: string }[]> {
    const known = await this.queries.actions();
    const options = known.map((action) => ({ value: action, label: speech.t(`audit.action.${action}`) }));
    return options.sort((one, other) => one.label.localeCompare(other.label, speech.language));
  }
}

function lineOf(row: AuditRow, filter: AuditFilter, speech: AuditReader) {
  const { subjectType, subjectId } = row;
  return {
    ...row,
    who: actorOf(row, speech),
    subject: subjectOf(row, speech),
    changes: changesOf(row, speech),
    alike: PAGE + queryOf({ ...filter, subjectType, subjectId }),
  };
}
