import { Module } from '@nestjs/common';
import { CalendarHistory } from './calendar-history.queries.js';
import { CalendarPlans } from './calendar-plans.service.js';
import { CalendarStore } from './calendar-store.service.js';
import { Calendars } from './calendars.service.js';
import { HoursDefaults } from './defaults.service.js';
import { OfficialHolidays } from './holidays.service.js';

const DOORS = [CalendarHistory, CalendarPlans, Calendars, HoursDefaults, OfficialHolidays];

@Module({ providers: [CalendarStore, ...DOORS], exports: DOORS })
export class HoursModule {}
