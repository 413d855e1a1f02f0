import { Module } from '@nestjs/common';
import { EscalationModule } from '../../escalation/index.js';
import { GroupRobots } from './group-robots.service.js';

@Module({ imports: [EscalationModule], providers: [GroupRobots] })
export class GroupRobotsModule {}
