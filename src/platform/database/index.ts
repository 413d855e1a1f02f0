export { default as sql, empty, join, raw, type Sql } from 'sql-template-tag';
export { Database } from './database.js';
export { isId } from '../text/index.js';
export { CachedSetting } from './cached-setting.js';
export { DatabaseModule } from './database.module.js';
export { oneOf } from './planning.js';
export { Limit } from './limit.js';
export { SingleFlight } from './single-flight.js';
export { CONNECTIONS_OF_A_PROCESS, dataSourceOptions } from './data-source.js';
export {
  isInstalled,
  keepOut,
  migrate,
  migrateLike,
  monthsFrom,
  pendingMigrations,
  prepareQueue,
} from './migrate.js';
export { migrationsIn } from './migrations.js';
export { MigrationRefused, refuseUnfit, RESTORATION } from './migration-history.js';
export { assigned } from './columns.js';
export { Turns } from './turns.js';
