export { Assets } from './view/index.js';
export { WebModule } from './web.module.js';
