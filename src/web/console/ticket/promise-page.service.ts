import { Injectable } from '@nestjs/common';
import { type ExplainedPromise, PromiseQueries } from '../../queries/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

@Injectable()
export class PromisePage {
  constructor(
    private readonly promises: PromiseQueries,
    private readonly workbench: Workbench,
  ) {}

  async render(request: MemberRequest, number: string, timerId: string): Promise<string> {
    const [promise, ...earlier] = await this.promises.line(readerOf(request), number, timerId);
    const { zone } = this.workbench.speech(request);
    return this.workbench.render(request, 'console/promise', {
      number,
      promise: shown(promise!, zone),
      earlier: earlier.map((version) => shown(version, zone)),
    });
  }
}

/** `otherZone` is given if the hours are in another zone than the reader's times. */
function shown(promise: ExplainedPromise, zone: string) {
  const { calendar } = promise;
  return {
    ...promise,
    stretches: promise.stretches.map((stretch) => ({ ...stretch, seconds: secondsOf(stretch) })),
    otherZone: calendar && calendar.zone !== zone ? calendar.zone : null,
  };
}

function secondsOf(stretch: ExplainedPromise['stretches'][number]): number | null {
  if (stretch.kind === 'counted' || stretch.kind === 'over') return stretch.seconds;
  return stretch.to && Math.round((stretch.to.getTime() - stretch.from.getTime()) / 1000);
}
