export { EmbeddedPostgresError } from './area.js';
export { type EmbeddedPostgres, runningEmbedded, startEmbedded, type StartOptions } from './supervisor.js';
