import { Module } from '@nestjs/common';
import { AlarmsModule } from '../platform/alarms/index.js';
import { Attainment } from './attainment.service.js';
import { EscalationReport } from './escalation-report.service.js';
import { RollUp } from './roll-up.service.js';
import { RollUpCheck } from './roll-up-check.service.js';
import { RollUpSchedule } from './roll-up.schedule.js';
import { WeekReport } from './week-report.service.js';

const DOOR = [Attainment, EscalationReport, RollUp, RollUpCheck, WeekReport];

@Module({ imports: [AlarmsModule], providers: [...DOOR, RollUpSchedule], exports: DOOR })
export class ReportsModule {}
