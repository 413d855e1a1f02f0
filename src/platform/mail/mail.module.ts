import { Global, Module } from '@nestjs/common';
import { HeldModule } from '../held/index.js';
import { Mailer } from './mailer.js';

@Global()
@Module({ imports: [HeldModule], providers: [Mailer], exports: [Mailer] })
export class MailModule {}
