import { Injectable } from '@nestjs/common';
import { BackupLog, type LoggedBackup, placeOf } from '../../../../backups/index.js';
import { Config } from '../../../../platform/config/index.js';
import { Held } from '../../../../platform/held/index.js';
import type { FormPage, Refused } from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { OperationsPage } from './operations-page.service.js';

const MARKS = { running: 'hourglass-split', done: 'check-circle', failed: 'exclamation-triangle' } as const;

@Injectable()
export class BackupsPage implements FormPage {
  constructor(
    private readonly config: Config,
    private readonly log: BackupLog,
    private readonly held: Held,
    private readonly operations: OperationsPage,
  ) {}

  home(): string {
    return '/settings/operations/backups';
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const hold = await this.held.current();
    const rows = await this.log.latest();
    return this.operations.render(request, 'backups', {
      refused,
      held: hold !== null,
      takenAt: hold?.takenAt,
      standing: hold?.reason ?? 'live',
      schedule: this.schedule(),
      rows: rows.map(shown),
    });
  }

  private schedule() {
    const { backupEveryMs, backupTo, backupKeep: keep } = this.config;
    if (backupEveryMs === undefined || backupTo === undefined) return null;
    return { everySeconds: backupEveryMs / 1000, place: placeOf(backupTo, this.config).address, keep };
  }
}

function shown(backup: LoggedBackup) {
  const { startedAt, finishedAt, encrypted } = backup;
  const seconds = finishedAt
    ? Math.max(1, Math.round((finishedAt.getTime() - startedAt.getTime()) / 1000))
    : 0;
  return { ...backup, seconds, kind: encrypted ? 'encrypted' : 'plain', mark: MARKS[backup.state] };
}
