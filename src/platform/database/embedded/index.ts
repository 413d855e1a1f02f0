export { EmbeddedPostgresError } from './area.js';
export type { EmbeddedPostgres } from './handle.js';
export { runningEmbedded, startEmbedded, type StartOptions } from './supervisor.js';
