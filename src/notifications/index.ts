export { lapsesAfter, type Purpose, PURPOSES } from './notice-rules.js';
export { MenuAnswers } from './menu-answers.service.js';
export { NotificationsModule } from './notifications.module.js';
export { nextWords, stageWords } from './words.js';
export { type LinkedTicket, TrackingLinks } from './tracking-links.service.js';
