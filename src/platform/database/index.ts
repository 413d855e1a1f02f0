export { default as sql, empty, join, raw, type Sql } from 'sql-template-tag';
export { Database } from './database.js';
export { isId } from '../text/index.js';
export { Kept } from './kept.js';
export { DatabaseModule } from './database.module.js';
export { Lanes } from './lanes.js';
export { SharedWork } from './shared-work.js';
export { dataSourceOptions } from './data-source.js';
export { migrate, monthsFrom } from './migrate.js';
