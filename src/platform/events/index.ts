export { Events, type Draft } from './events.js';
export { EventsModule } from './events.module.js';
export { type Actor, type EventMap, type EventName, type Recorded, type Subject, SYSTEM } from './event.js';
export { Reacts } from './reactions.js';
