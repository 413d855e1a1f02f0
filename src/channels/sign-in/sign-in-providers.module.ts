import { Module } from '@nestjs/common';
import { StaffModule } from '../../staff/index.js';
import { SignInProviders } from './sign-in-providers.service.js';

@Module({ imports: [StaffModule], providers: [SignInProviders] })
export class SignInProvidersModule {}
