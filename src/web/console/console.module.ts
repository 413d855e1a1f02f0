import { Module } from '@nestjs/common';
import { WechatOfficialModule } from '../../channels/wechat-official/index.js';
import { ConversationsModule } from '../../conversations/index.js';
import { CustomersModule } from '../../customers/index.js';
import { LiveModule } from '../../platform/live/index.js';
import { RefundsModule } from '../../refunds/index.js';
import { SlaModule } from '../../sla/index.js';
import { TicketsModule } from '../../tickets/index.js';
import { AuthModule } from '../auth/index.js';
import { QueriesModule } from '../queries/index.js';
import { ViewModule } from '../view/index.js';
import { DeskQueries } from './desk.queries.js';
import { FilesController } from './files.controller.js';
import { HomeController } from './home.controller.js';
import { LiveController } from './live.controller.js';
import { LoginWatch } from './login-watch.service.js';
import { ProfileAccessController } from './profile-access.controller.js';
import { ProfilePage } from './profile-page.service.js';
import { ProfileController } from './profile.controller.js';
import { SearchController } from './search.controller.js';
import { SharedFiles } from './shared-files.service.js';
import { TicketFinder } from './ticket-finder.service.js';
import { Workbench } from './workbench.service.js';

/** The pages of the workbench. */
@Module({
  imports: [
    AuthModule,
    ConversationsModule,
    CustomersModule,
    LiveModule,
    QueriesModule,
    RefundsModule,
    SlaModule,
    TicketsModule,
    ViewModule,
    WechatOfficialModule,
  ],
  controllers: [
    FilesController,
    HomeController,
    LiveController,
    ProfileAccessController,
    ProfileController,
    SearchController,
  ],
  providers: [DeskQueries, LoginWatch, ProfilePage, SharedFiles, TicketFinder, Workbench],
  exports: [Workbench],
})
export class ConsoleModule {}
