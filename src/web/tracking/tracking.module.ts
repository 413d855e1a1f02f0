import { Module } from '@nestjs/common';
import { NotificationsModule } from '../../notifications/index.js';
import { SlaModule } from '../../sla/index.js';
import { ViewModule } from '../view/index.js';
import { TrackingPage } from './tracking-page.service.js';
import { TrackingController } from './tracking.controller.js';
import { TrackingQueries } from './tracking.queries.js';

@Module({
  imports: [NotificationsModule, SlaModule, ViewModule],
  controllers: [TrackingController],
  providers: [TrackingPage, TrackingQueries],
})
export class TrackingModule {}
