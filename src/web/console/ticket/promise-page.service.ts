import { Injectable } from '@nestjs/common';
import { type ExplainedPromise, PromiseQueries } from '../../queries/index.js';
import { ZONE } from '../../view/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

/** Why this deadline? */
@Injectable()
export class PromisePage {
  constructor(
    private readonly promises: PromiseQueries,
    private readonly workbench: Workbench,
  ) {}

  async render(request: MemberRequest, number: string, timerId: string): Promise<string> {
    const [promise, ...earlier] = await this.promises.line(readerOf(request), number, timerId);
    return this.workbench.render(request, 'console/promise', {
      number,
      promise: shown(promise!),
      earlier: earlier.map(shown),
    });
  }
}

/** `otherZone`: where its hours are not those of the reader's clock. */
function shown(promise: ExplainedPromise) {
  const { calendar } = promise;
  return {
    ...promise,
    stretches: promise.stretches.map((stretch) => ({ ...stretch, seconds: secondsOf(stretch) })),
    otherZone: calendar && calendar.zone !== ZONE ? calendar.zone : null,
  };
}

function secondsOf(stretch: ExplainedPromise['stretches'][number]): number | null {
  if (stretch.kind === 'counted' || stretch.kind === 'over') return stretch.seconds;
  return stretch.to && Math.round((stretch.to.getTime() - stretch.from.getTime()) / 1000);
}
