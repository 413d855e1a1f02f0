import { Module } from '@nestjs/common';
import { DeliveryModule } from '../delivery/index.js';
import { AlarmsModule } from '../platform/alarms/index.js';
import { FilesModule } from '../platform/files/index.js';
import { BackupLog } from './backup-log.service.js';
import { Backups } from './backups.service.js';
import { BackupSchedule } from './backup-schedule.service.js';
import { Release } from './release.service.js';

@Module({
  imports: [AlarmsModule, DeliveryModule, FilesModule],
  providers: [BackupLog, Backups, BackupSchedule, Release],
  exports: [BackupLog, Backups, BackupSchedule, Release],
})
export class BackupsModule {}
