export { type Purpose, PURPOSES } from './notice-rules.js';
export { NotificationsModule } from './notifications.module.js';
export { stageWords } from './words.js';
export { TrackingLinks } from './tracking-links.service.js';
