export { GroupRobotsModule } from './group-robots.module.js';
