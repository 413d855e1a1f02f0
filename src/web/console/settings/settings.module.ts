import { Module } from '@nestjs/common';
import { WechatOfficialModule } from '../../../channels/wechat-official/index.js';
import { BackupsModule } from '../../../backups/index.js';
import { ConversationsModule } from '../../../conversations/index.js';
import { DeliveryModule } from '../../../delivery/index.js';
import { NotificationsModule } from '../../../notifications/index.js';
import { RefundsModule } from '../../../refunds/index.js';
import { RetentionModule } from '../../../retention/index.js';
import { HoursModule } from '../../../hours/index.js';
import { EscalationModule } from '../../../escalation/index.js';
import { SlaModule } from '../../../sla/index.js';
import { TicketsModule } from '../../../tickets/index.js';
import { TriageModule } from '../../../triage/index.js';
import { QueriesModule } from '../../queries/index.js';
import { AuthModule } from '../../auth/index.js';
import { ConsoleModule } from '../console.module.js';
import { AuditExport } from './audit/audit-export.service.js';
import { AuditPage } from './audit/audit-page.service.js';
import { AuditController } from './audit/audit.controller.js';
import { CalendarBars } from './hours/calendar-bars.service.js';
import { CalendarEditor } from './hours/calendar-editor.service.js';
import { CalendarsPage } from './hours/calendars-page.service.js';
import { CalendarsController } from './hours/calendars.controller.js';
import { ChangeReview } from './change-review.service.js';
import { AccountChoices } from './accounts/account-choices.service.js';
import { AccountParts } from './accounts/account-parts.service.js';
import { AccountPage } from './accounts/account-page.service.js';
import { AccountController } from './accounts/account.controller.js';
import { ChannelsPage } from './accounts/channels-page.service.js';
import { ChannelsController } from './accounts/channels.controller.js';
import { ChannelQueries } from './accounts/channels.queries.js';
import { ContactRulesPage } from './contact/contact-rules-page.service.js';
import { ContactRulesController } from './contact/contact-rules.controller.js';
import { BackupsController } from './operations/backups.controller.js';
import { BackupsPage } from './operations/backups-page.service.js';
import { DecisionsController } from './operations/decisions.controller.js';
import { DepartmentsController } from './departments/departments.controller.js';
import { DepartmentsPage } from './departments/departments-page.service.js';
import { DepartmentLines } from './departments/departments.queries.js';
import { DeskHoursController } from './hours/desk-hours.controller.js';
import { FactorsController } from './factors/factors.controller.js';
import { FactorsPage } from './factors/factors-page.service.js';
import { HoldsController } from './holds/holds.controller.js';
import { HoldsPage } from './holds/holds-page.service.js';
import { HolidaysController } from './hours/holidays.controller.js';
import { HolidaysPage } from './hours/holidays-page.service.js';
import { InvitationsController } from './staff/invitations.controller.js';
import { MemberAccessController } from './sessions/member-access.controller.js';
import { MemberAccessPage } from './sessions/member-access-page.service.js';
import { MenuController } from './menu/menu.controller.js';
import { MenuPage } from './menu/menu-page.service.js';
import { LadderPage } from './escalation/ladder-page.service.js';
import { LaddersController } from './escalation/ladders.controller.js';
import { OperationsPage } from './operations/operations-page.service.js';
import { OperationsController } from './operations/operations.controller.js';
import { OperationsQueries } from './operations/operations.queries.js';
import { PolicyEditor } from './promises/policy-editor.service.js';
import { PolicySaving } from './promises/policy-saving.service.js';
import { PromiseBenchQueries } from './promises/promise-bench.queries.js';
import { PromiseWords } from './promises/promise-words.service.js';
import { PromisesPage } from './promises/promises-page.service.js';
import { PromisesController } from './promises/promises.controller.js';
import { ProviderPage } from './providers/provider-page.service.js';
import { ProvidersPage } from './providers/providers-page.service.js';
import { ProvidersController } from './providers/providers.controller.js';
import { RefundRulesController } from './refunds/refund-rules.controller.js';
import { RefundRulesPage } from './refunds/refund-rules-page.service.js';
import { RetentionController } from './retention/retention.controller.js';
import { RetentionPage } from './retention/retention-page.service.js';
import { RobotsPage } from './alerting/robots-page.service.js';
import { QuotaController } from './accounts/quota.controller.js';
import { RobotsController } from './alerting/robots.controller.js';
import { RostersPage } from './oncall/rosters-page.service.js';
import { RostersController } from './oncall/rosters.controller.js';
import { SelfTestController } from './accounts/self-test.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsPage } from './sessions/sessions-page.service.js';
import { SettingsController } from './settings.controller.js';
import { StaffPage } from './staff/staff-page.service.js';
import { StaffController } from './staff/staff.controller.js';
import { TriageController } from './triage/triage.controller.js';
import { TriagePage } from './triage/triage-page.service.js';
import { TypesPage } from './types/types-page.service.js';
import { TypesController } from './types/types.controller.js';

@Module({
  imports: [
    AuthModule,
    BackupsModule,
    ConsoleModule,
    ConversationsModule,
    DeliveryModule,
    NotificationsModule,
    QueriesModule,
    RefundsModule,
    RetentionModule,
    HoursModule,
    EscalationModule,
    SlaModule,
    TicketsModule,
    TriageModule,
    WechatOfficialModule,
  ],
  controllers: [
    AccountController,
    AuditController,
    BackupsController,
    ChannelsController,
    ContactRulesController,
    DecisionsController,
    DepartmentsController,
    FactorsController,
    // These two come before CalendarsController, whose `:key` would match `holidays` and `departments`.
    DeskHoursController,
    HoldsController,
    HolidaysController,
    CalendarsController,
    // This one comes before StaffController, whose `:id` would match `invitations`.
    InvitationsController,
    LaddersController,
    MemberAccessController,
    MenuController,
    OperationsController,
    PromisesController,
    ProvidersController,
    QuotaController,
    RefundRulesController,
    RetentionController,
    RobotsController,
    RostersController,
    SelfTestController,
    SessionsController,
    SettingsController,
    StaffController,
    TriageController,
    TypesController,
  ],
  providers: [
    AuditExport,
    AuditPage,
    CalendarBars,
    CalendarEditor,
    CalendarsPage,
    ChangeReview,
    AccountChoices,
    AccountPage,
    AccountParts,
    BackupsPage,
    ChannelQueries,
    ChannelsPage,
    ContactRulesPage,
    DepartmentLines,
    DepartmentsPage,
    FactorsPage,
    HoldsPage,
    HolidaysPage,
    LadderPage,
    MemberAccessPage,
    MenuPage,
    OperationsPage,
    OperationsQueries,
    PolicyEditor,
    PolicySaving,
    PromiseBenchQueries,
    PromiseWords,
    PromisesPage,
    ProviderPage,
    ProvidersPage,
    RefundRulesPage,
    RetentionPage,
    RobotsPage,
    RostersPage,
    SessionsPage,
    StaffPage,
    TriagePage,
    TypesPage,
  ],
})
export class SettingsModule {}
