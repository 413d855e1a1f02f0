import { Module } from '@nestjs/common';
import { ConversationsModule } from '../../conversations/index.js';
import { NotificationsModule } from '../../notifications/index.js';
import { EscalationModule } from '../../escalation/index.js';
import { ViewModule } from '../view/index.js';
import { FileLinksController } from './file-links.controller.js';
import { TrackingGuard } from './tracking.guard.js';
import { TrackingPage } from './tracking-page.service.js';
import { TrackingController } from './tracking.controller.js';
import { TrackingQueries } from './tracking.queries.js';

@Module({
  imports: [ConversationsModule, EscalationModule, NotificationsModule, ViewModule],
  controllers: [FileLinksController, TrackingController],
  providers: [TrackingGuard, TrackingPage, TrackingQueries],
})
export class TrackingModule {}
