import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Sweeps } from '../platform/jobs/index.js';
import { ATTEMPTS, PushQueue, PUSHES_QUEUED, type QueuedPush } from './push-queue.service.js';
import { Replay } from './replay.service.js';

/** Of so many people at a time. Each handling takes a connection. */
const AT_ONCE = 4;

/** Handles what could not be handled when it was received. */
@Injectable()
export class CatchingUp implements OnModuleInit {
  constructor(
    private readonly queue: PushQueue,
    private readonly replay: Replay,
    private readonly sweeps: Sweeps,
  ) {}

  onModuleInit(): void {
    this.sweeps.addDue(PUSHES_QUEUED, {
      work: () => this.catchUp(),
      nearest: () => this.queue.nearest(),
    });
  }

  /** Returns whether something was due, because then the next ones of the same people may be. */
  async catchUp(): Promise<boolean> {
    const due = await this.queue.claim(AT_ONCE);
    await Promise.all(due.map((push) => this.attempt(push)));
    return due.length > 0;
  }

  /** After the last attempt a push is left to a person, and no longer holds up what came after it. */
  private async attempt({ envelopeId, attempts }: QueuedPush): Promise<void> {
    const isDone = attempts <= ATTEMPTS && (await this.isHandled(envelopeId));
    if (isDone || attempts >= ATTEMPTS) await this.queue.leave(envelopeId);
  }

  private async isHandled(envelopeId: string): Promise<boolean> {
    try {
      await this.replay.replay(envelopeId);
      return true;
    } catch {
      // The error stands with the push, where people see it.
      return false;
    }
  }
}
