import { Module } from '@nestjs/common';
import { WechatOfficialModule } from '../../channels/wechat-official/index.js';
import { ConversationsModule } from '../../conversations/index.js';
import { CustomersModule } from '../../customers/index.js';
import { AlarmsModule } from '../../platform/alarms/index.js';
import { LiveModule } from '../../platform/live/index.js';
import { RefundsModule } from '../../refunds/index.js';
import { ReportsModule } from '../../reports/index.js';
import { EscalationModule } from '../../escalation/index.js';
import { SlaModule } from '../../sla/index.js';
import { TicketsModule } from '../../tickets/index.js';
import { AuthModule } from '../auth/index.js';
import { QueriesModule } from '../queries/index.js';
import { ViewModule } from '../view/index.js';
import { AlarmLines } from './alerts/alarm-lines.service.js';
import { AlertsPage } from './alerts/alerts-page.service.js';
import { AlertsController } from './alerts/alerts.controller.js';
import { DeskQueries } from './desk.queries.js';
import { FilesController } from './words/files.controller.js';
import { HomeController } from './home.controller.js';
import { LiveController } from './live.controller.js';
import { LoginWatch } from './profile/login-watch.service.js';
import { AccountController } from './profile/account.controller.js';
import { AccountPage } from './profile/account-page.service.js';
import { Confirming } from './profile/confirming.service.js';
import { ProfileAccessController } from './profile/profile-access.controller.js';
import { ProfilePage } from './profile/profile-page.service.js';
import { ProfileController } from './profile/profile.controller.js';
import { SecondFactorController } from './profile/second-factor.controller.js';
import { SecondFactorPage } from './profile/second-factor-page.service.js';
import { RefundCounts } from './refunds/refunds.queries.js';
import { RefundsController } from './refunds/refunds.controller.js';
import { RefundsPage } from './refunds/refunds-page.service.js';
import { AttainmentController } from './reports/attainment.controller.js';
import { AttainmentPage } from './reports/attainment-page.service.js';
import { ReportsController } from './reports/reports.controller.js';
import { ReportsPage } from './reports/reports-page.service.js';
import { SearchController } from './ticket/search.controller.js';
import { SharedFiles } from './words/shared-files.service.js';
import { TicketFinder } from './ticket/ticket-finder.service.js';
import { Workbench } from './workbench.service.js';

@Module({
  imports: [
    AlarmsModule,
    AuthModule,
    ConversationsModule,
    CustomersModule,
    LiveModule,
    QueriesModule,
    RefundsModule,
    ReportsModule,
    EscalationModule,
    SlaModule,
    TicketsModule,
    ViewModule,
    WechatOfficialModule,
  ],
  controllers: [
    AlertsController,
    FilesController,
    HomeController,
    LiveController,
    AccountController,
    ProfileAccessController,
    ProfileController,
    RefundsController,
    AttainmentController,
    ReportsController,
    SecondFactorController,
    SearchController,
  ],
  providers: [
    AlarmLines,
    AlertsPage,
    DeskQueries,
    LoginWatch,
    AccountPage,
    Confirming,
    ProfilePage,
    RefundCounts,
    RefundsPage,
    AttainmentPage,
    ReportsPage,
    SecondFactorPage,
    SharedFiles,
    TicketFinder,
    Workbench,
  ],
  exports: [DeskQueries, RefundsPage, Workbench],
})
export class ConsoleModule {}
