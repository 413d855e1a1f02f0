import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Forbidden, TooMany } from '../http/index.js';
import { Limit } from '../database/index.js';
import { LiveChannel } from './channel.js';
import { CHANGED, type Hint } from './live.js';
import { LiveOptions } from './options.js';
import { Stream } from './stream.js';

/** The database sends the ids of members whose logins ended or whose rights changed. */
export const LOGINS = 'logins';

/**
 * `sees` says whether the member may see what a hint is about. `stillValid` checks the session and
 * memberships at the start, whenever they have changed, and every minute; false ends the stream.
 */
export interface Viewer {
  memberId: string;
  sees(hint: Hint): boolean;
  stillValid(): Promise<boolean>;
}

interface Follower {
  owner: string;
  recheck?: () => Promise<void>;
}

const CHECKS_AT_ONCE = 4;

/**
 * Sends server-sent events. `changed` carries `{"tickets": [ids], "conversations": [ids], "accounts"?: [ids],
 * "alerts"?: true}`. `resync` means that hints may have been missed and everything has to be read again. `over` means that the
 * login has ended.
 */
@Injectable()
export class LiveStreams implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(LiveStreams.name);
  private readonly processId = randomUUID();
  private readonly streams = new Map<Stream, Follower>();
  private readonly checks = new Limit(CHECKS_AT_ONCE);
  private told = 0;
  private beating?: NodeJS.Timeout;
  private closing = false;

  constructor(
    private readonly channel: LiveChannel,
    private readonly options: LiveOptions,
  ) {}

  onModuleInit(): void {
    this.channel.on(LOGINS, (members) => this.recheckOf((owner) => members.includes(owner)));
    this.channel.onResync(() => this.recheckOf(() => true));
    this.beating = setInterval(() => this.beat(), this.options.heartbeatMs).unref();
  }

  /** A stream never ends by itself, so streams end before the HTTP server waits for its connections. */
  onModuleDestroy(): void {
    this.closing = true;
    clearInterval(this.beating);
    for (const stream of this.streams.keys()) stream.end();
  }

  /** Throws `Forbidden`, or `TooMany` if the member or the process has too many streams. */
  async open(request: IncomingMessage, response: ServerResponse, viewer: Viewer): Promise<void> {
    const { told } = this;
    if (!(await viewer.stillValid())) throw new Forbidden('stream_refused');
    const stream = this.begin(request, response, viewer.memberId);
    if (!stream) return;
    const unsubscribe = this.channel.on(CHANGED, (hints) => this.show(stream, viewer, hints as Hint[]));
    const recheck = () => this.recheck(stream, viewer);
    const rechecking = setInterval(() => void recheck(), this.options.recheckMs).unref();
    this.streams.set(stream, { owner: viewer.memberId, recheck });
    // A login that ended during the first check was told of before this stream was known.
    if (told !== this.told) void recheck();
    stream.onClosed(() => {
      unsubscribe();
      clearInterval(rechecking);
    });
  }

  /** No rights are checked here. */
  openTopic(response: ServerResponse, topic: string): void {
    const stream = this.begin(response.req, response, topic);
    if (!stream) return;
    stream.onClosed(
      this.channel.on(topic, (messages) => {
        for (const message of messages) stream.send('message', message);
      }),
    );
  }

  private begin(request: IncomingMessage, response: ServerResponse, owner: string): Stream | undefined {
    if (this.closing) {
      // A browser gives up for good after an error status, but comes back after a broken connection.
      response.destroy();
    }
    if (response.destroyed) return undefined;
    this.refuseTooMany(owner);
    const stream = new Stream(response);
    this.streams.set(stream, { owner });
    const unsubscribe = this.channel.onResync(() => stream.send('resync', {}));
    stream.onClosed(() => {
      this.streams.delete(stream);
      unsubscribe();
    });
    stream.start(this.processId, this.options.retryMs);
    if (request.headers['last-event-id'] !== undefined) stream.send('resync', {});
    return stream;
  }

  private refuseTooMany(owner: string): void {
    const own = [...this.streams.values()].filter((stream) => stream.owner === owner).length;
    if (this.streams.size >= this.options.maxStreams || own >= this.options.maxStreamsPerOwner) {
      throw new TooMany('too_many_streams');
    }
  }

  private show(stream: Stream, viewer: Viewer, hints: Hint[]): void {
    const seen = hints.filter((hint) => viewer.sees(hint));
    if (seen.length === 0) return;
    const accounts = distinct(seen.map((hint) => hint.account));
    stream.send('changed', {
      tickets: distinct(seen.map((hint) => hint.ticket)),
      conversations: distinct(seen.map((hint) => hint.conversation)),
      ...(accounts.length > 0 && { accounts }),
      ...(seen.some(({ alerts, members }) => alerts && members?.includes(viewer.memberId)) && {
        alerts: true,
      }),
    });
  }

  private async recheck(stream: Stream, viewer: Viewer): Promise<void> {
    try {
      if (await viewer.stillValid()) return;
      stream.send('over', {});
      stream.end();
    } catch (error) {
      this.logger.warn(`A stream's rights could not be checked, so it ends: ${String(error)}`);
      stream.end();
    }
  }

  /** After the channel was away all are looked at again, but never so many at once that work has to wait. */
  private recheckOf(isMeant: (owner: string) => boolean): void {
    this.told += 1;
    for (const { owner, recheck } of this.streams.values())
      if (recheck && isMeant(owner)) void this.checks.run(recheck);
  }

  private beat(): void {
    for (const stream of this.streams.keys()) stream.beat();
  }
}

function distinct(ids: (string | undefined)[]): string[] {
  return [...new Set(ids.filter((id) => id !== undefined))];
}
