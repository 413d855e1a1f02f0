import { Module } from '@nestjs/common';
import { WeekReport } from './week-report.service.js';

/** Looks and counts; writes nothing. */
@Module({ providers: [WeekReport], exports: [WeekReport] })
export class ReportsModule {}
