export { describeApi } from './api/index.js';
export { type DemonstrationLogin, DemonstrationLogins } from './auth/index.js';
export { Assets } from './view/index.js';
export { WebModule } from './web.module.js';
