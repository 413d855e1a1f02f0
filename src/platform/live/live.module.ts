import { Global, Module } from '@nestjs/common';
import { LiveChannel } from './channel.js';
import { Live } from './live.js';
import { LiveOptions } from './options.js';
import { LiveStreams } from './streams.js';

@Global()
@Module({ providers: [LiveOptions, LiveChannel, Live, LiveStreams], exports: [Live, LiveStreams] })
export class LiveModule {}
