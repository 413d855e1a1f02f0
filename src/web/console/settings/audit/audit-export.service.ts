import { Injectable } from '@nestjs/common';
import { Audit } from '../../../../platform/audit/index.js';
import type { Member } from '../../../../staff/index.js';
import { type AuditFilter, AuditQueries, type AuditRow } from '../../../queries/index.js';
import type { Speech } from '../../../view/index.js';
import { csvLines, MARK } from '../../reports/csv.js';
import { actorOf, subjectOf } from './audit-line.js';

const COLUMNS = [
  'id',
  'at',
  'who',
  'member',
  'address',
  'what',
  'action',
  'about',
  'subject',
  'before',
  'after',
];

@Injectable()
export class AuditExport {
  constructor(
    private readonly queries: AuditQueries,
    private readonly audit: Audit,
  ) {}

  /** That somebody takes the list away stands on it before the first row is sent. */
  async begin(filter: AuditFilter, by: Member): Promise<void> {
    await this.audit.record({
      action: 'audit.exported',
      subject: { type: 'audit', id: 'list' },
      after: filter,
      by,
    });
  }

  async *lines(filter: AuditFilter, speech: Speech): AsyncGenerator<string> {
    yield MARK + csvLines([COLUMNS.map((column) => speech.t(`audit.column.${column}`))]);
    for await (const rows of this.queries.all(filter))
      yield csvLines(rows.map((row) => cellsOf(row, speech)));
  }
}

function cellsOf(row: AuditRow, speech: Speech): string[] {
  const { id, at, actorId, address, action, subjectType, subjectId, before, after } = row;
  return [
    id,
    at.toISOString(),
    actorOf(row, speech),
    actorId ?? '',
    address ?? '',
    speech.t(`audit.action.${action}`),
    action,
    subjectOf(row, speech),
    `${subjectType} ${subjectId}`,
    before ? JSON.stringify(before) : '',
    after ? JSON.stringify(after) : '',
  ];
}
