export { ApiModule } from './api.module.js';
export { describeApi } from './description.js';
