import { Global, Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { Held } from './held.js';

export { Held, HELD_CHANGED, type Hold } from './held.js';

@Global()
@Module({ imports: [AuditModule], providers: [Held], exports: [Held] })
export class HeldModule {}
