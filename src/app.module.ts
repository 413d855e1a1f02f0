import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { BackupsModule } from './backups/index.js';
import { GroupRobotsModule } from './channels/robots/index.js';
import { SignInProvidersModule } from './channels/sign-in/index.js';
import { WechatOfficialModule } from './channels/wechat-official/index.js';
import { ConversationsModule } from './conversations/index.js';
import { DeliveryModule } from './delivery/index.js';
import { CustomersModule } from './customers/index.js';
import { HoursModule } from './hours/index.js';
import { NotificationsModule } from './notifications/index.js';
import { AuditModule } from './platform/audit/index.js';
import { ClockModule } from './platform/clock/index.js';
import { type Config, ConfigModule } from './platform/config/index.js';
import { CryptoModule } from './platform/crypto/index.js';
import { DatabaseModule } from './platform/database/index.js';
import { DiskModule } from './platform/disk/index.js';
import { EventsModule } from './platform/events/index.js';
import { HeldModule } from './platform/held/index.js';
import { HttpModule } from './platform/http/index.js';
import { JobsModule } from './platform/jobs/index.js';
import { LiveModule } from './platform/live/index.js';
import { MailModule } from './platform/mail/index.js';
import { RefundsModule } from './refunds/index.js';
import { EscalationModule } from './escalation/index.js';
import { SlaModule } from './sla/index.js';
import { ReportsModule } from './reports/index.js';
import { RetentionModule } from './retention/index.js';
import { StaffModule } from './staff/index.js';
import { Defaults } from './start/defaults.service.js';
import { KeyHolders } from './start/keys/key-holders.js';
import { KeyRotation } from './start/keys/key-rotation.service.js';
import { KeyWatch } from './start/keys/key-watch.service.js';
import { SigningKeys } from './start/keys/signing-keys.js';
import { TicketsModule } from './tickets/index.js';
import { TriageModule } from './triage/index.js';

export interface Installation {
  config: Config;
  databaseUrl: string;
}

const ROOMS = [
  StaffModule,
  SignInProvidersModule,
  CustomersModule,
  DeliveryModule,
  ConversationsModule,
  WechatOfficialModule,
  TriageModule,
  TicketsModule,
  HoursModule,
  SlaModule,
  EscalationModule,
  GroupRobotsModule,
  RefundsModule,
  NotificationsModule,
  BackupsModule,
  ReportsModule,
  RetentionModule,
];

@Module({})
export class AppModule {
  static async with(installation: Installation): Promise<DynamicModule> {
    const { demo, servesPages } = installation.config;
    const some = [...(servesPages ? await pages() : []), ...(demo ? await demonstration() : [])];
    return composed([...platform(installation), ...ROOMS, ...some], true);
  }

  static forCommands(installation: Installation): DynamicModule {
    return composed([...platform(installation), ...ROOMS], false);
  }
}

/** The pages are half of the program's files, so commands and workers do not load them. */
async function pages(): Promise<Type[]> {
  const { WebModule } = await import('./web/index.js');
  return [WebModule];
}

async function demonstration(): Promise<Type[]> {
  const [{ SandboxModule }, { DemoModule }] = await Promise.all([
    import('./sandbox/index.js'),
    import('./demo/index.js'),
  ]);
  return [SandboxModule, DemoModule];
}

function composed(imports: NonNullable<DynamicModule['imports']>, scheduled: boolean): DynamicModule {
  return {
    module: AppModule,
    imports: scheduled ? [ScheduleModule.forRoot(), ...imports] : imports,
    providers: [KeyWatch, KeyHolders, KeyRotation, SigningKeys, Defaults],
  };
}

function platform({ config, databaseUrl }: Installation): NonNullable<DynamicModule['imports']> {
  return [
    ConfigModule.with(config),
    DatabaseModule.at(databaseUrl),
    ClockModule,
    CryptoModule,
    EventsModule,
    AuditModule,
    HeldModule,
    HttpModule,
    LiveModule,
    JobsModule,
    MailModule,
    DiskModule,
  ];
}
