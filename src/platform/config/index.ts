export { inBucket } from './backup-place.js';
export { Config, readConfig, type Role } from './config.js';
export { wantsStacks } from './stacks.js';
export { isOwnMachine } from './own-machine.js';
export { keyFile, presentKeys, secretKeys } from './secret-keys.js';
export { root } from './paths.js';
export { ConfigModule } from './config.module.js';
