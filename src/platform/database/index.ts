export { default as sql, empty, join, raw, type Sql } from 'sql-template-tag';
export { Database } from './database.js';
export { isId } from './ids.js';
export { CachedSetting } from './cached-setting.js';
export { DatabaseModule } from './database.module.js';
export { Limit } from './limit.js';
export { SingleFlight } from './single-flight.js';
export { dataSourceOptions } from './data-source.js';
export { migrate, monthsFrom } from './migrate.js';
