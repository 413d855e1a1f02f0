import { Module } from '@nestjs/common';
import { RetentionModule } from '../../../retention/index.js';
import { AuthModule } from '../../auth/index.js';
import { QueriesModule } from '../../queries/index.js';
import { ConsoleModule } from '../console.module.js';
import { CustomerDataController } from './customer-data.controller.js';
import { CustomerDataPage } from './customer-data-page.service.js';
import { CustomerLeavingController } from './customer-leaving.controller.js';
import { CustomerThings } from './customer-things.queries.js';
import { KeptOfCustomer } from './kept-of-customer.service.js';

@Module({
  imports: [AuthModule, ConsoleModule, QueriesModule, RetentionModule],
  controllers: [CustomerDataController, CustomerLeavingController],
  providers: [CustomerDataPage, CustomerThings, KeptOfCustomer],
})
export class CustomerDataModule {}
