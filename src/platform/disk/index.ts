import { Module } from '@nestjs/common';
import { AlarmsModule } from '../alarms/index.js';
import { DiskWatch } from './disk-watch.js';

export { DiskWatch } from './disk-watch.js';
export { freeBytes } from './free-bytes.js';

@Module({ imports: [AlarmsModule], providers: [DiskWatch], exports: [DiskWatch] })
export class DiskModule {}
