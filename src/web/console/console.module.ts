import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { QueriesModule } from '../queries/index.js';
import { ViewModule } from '../view/index.js';
import { HomeController } from './home.controller.js';

/** The pages of the workbench. */
@Module({
  imports: [AuthModule, QueriesModule, ViewModule],
  controllers: [HomeController],
})
export class ConsoleModule {}
