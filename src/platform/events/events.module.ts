import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Events } from './events.js';
import { Months } from './months.js';
import { Reactions } from './reactions.js';

@Global()
@Module({ imports: [DiscoveryModule], providers: [Events, Months, Reactions], exports: [Events] })
export class EventsModule {}
