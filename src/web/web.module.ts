import { Module } from '@nestjs/common';
import { ApiModule } from './api/index.js';
import { AuthModule } from './auth/index.js';
import { ConsoleModule } from './console/console.module.js';
import { CustomerDataModule } from './console/customer/customer-data.module.js';
import { InboxPagesModule } from './console/inbox/inbox-pages.module.js';
import { TicketPagesModule } from './console/ticket/ticket-pages.module.js';
import { SettingsModule } from './console/settings/settings.module.js';
import { TrackingModule } from './tracking/tracking.module.js';
import { ViewModule } from './view/index.js';

@Module({
  imports: [
    ViewModule,
    AuthModule,
    ConsoleModule,
    CustomerDataModule,
    InboxPagesModule,
    TicketPagesModule,
    SettingsModule,
    TrackingModule,
    ApiModule,
  ],
})
export class WebModule {}
