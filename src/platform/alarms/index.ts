export { Alarms, type AlarmKind, type AlarmMap, type StandingAlarm } from './alarms.js';
export { AlarmsModule } from './alarms.module.js';
