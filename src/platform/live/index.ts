export { Live, type Hint } from './live.js';
export { LiveStreams, type Viewer } from './streams.js';
export { LiveModule } from './live.module.js';
export { LiveOptions } from './options.js';
