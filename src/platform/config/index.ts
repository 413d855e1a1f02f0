export { Config, readConfig, type Role } from './config.js';
export { secretKeys } from './secret-keys.js';
export { root } from './paths.js';
export { ConfigModule } from './config.module.js';
