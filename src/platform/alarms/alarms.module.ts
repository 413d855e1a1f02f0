import { Module } from '@nestjs/common';
import { Alarms } from './alarms.js';

@Module({ providers: [Alarms], exports: [Alarms] })
export class AlarmsModule {}
