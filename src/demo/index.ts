import { Module } from '@nestjs/common';
import { WechatOfficialModule } from '../channels/wechat-official/index.js';
import { ConversationsModule } from '../conversations/index.js';
import { DeliveryModule } from '../delivery/index.js';
import { CustomersModule } from '../customers/index.js';
import { HoursModule } from '../hours/index.js';
import { RefundsModule } from '../refunds/index.js';
import { SandboxModule } from '../sandbox/index.js';
import { EscalationModule } from '../escalation/index.js';
import { SlaModule } from '../sla/index.js';
import { StaffModule } from '../staff/index.js';
import { TicketsModule } from '../tickets/index.js';
import { Acquaintance } from './acquaintance.service.js';
import { Desk, Till } from './actors.service.js';
import { DemoCompany } from './company.service.js';
import { Opening } from './opening.service.js';
import { Performing } from './performing.service.js';
import { Playing } from './playing.service.js';
import { Wire } from './wire.service.js';

export { CUSTOMERS, PASSWORD, STAFF } from './cast.js';
export { LOGINS } from './logins.js';
export { DemoCompany } from './company.service.js';
export { Growth, type Grown } from './growth/growth.js';

@Module({
  imports: [
    ConversationsModule,
    DeliveryModule,
    CustomersModule,
    HoursModule,
    RefundsModule,
    SandboxModule,
    EscalationModule,
    SlaModule,
    StaffModule,
    TicketsModule,
    WechatOfficialModule,
  ],
  providers: [Acquaintance, DemoCompany, Desk, Opening, Performing, Playing, Till, Wire],
  exports: [DemoCompany],
})
export class DemoModule {}
