import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { AssetsMiddleware } from './assets.middleware.js';
import { Assets } from './assets.js';
import { ErrorLook } from './error-look.js';
import { rememberPreferences } from './preferences.js';
import { ViewService } from './view.service.js';

@Module({ providers: [Assets, ViewService, ErrorLook], exports: [Assets, ViewService] })
export class ViewModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(AssetsMiddleware).forRoutes('assets/*path');
    consumer.apply(rememberPreferences).forRoutes('*path');
  }
}
