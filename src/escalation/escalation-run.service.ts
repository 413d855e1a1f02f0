import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/index.js';
import { AppError, failureOf } from '../platform/http/index.js';
import { type Order, AlertOrders } from './alert-orders.service.js';
import type { Recipients } from './recipients.js';
import { Audiences } from './audience.service.js';
import { type DueStep, type OwedStep, EscalationSteps } from './escalation-steps.service.js';
import { StepActions } from './step-actions.service.js';

const BATCH = 200;

@Injectable()
export class EscalationRun {
  constructor(
    private readonly database: Database,
    private readonly steps: EscalationSteps,
    private readonly audiences: Audiences,
    private readonly actions: StepActions,
    private readonly orders: AlertOrders,
  ) {}

  /**
   * Returns whether more steps are due. If somebody is changing a ticket, its steps wait for the next sweep.
   * A step that fails does not hold up the others and is given up after some attempts.
   */
  async sweep(): Promise<boolean> {
    const failures: unknown[] = [];
    const due = await this.steps.due(BATCH);
    for (const ids of together(due)) await this.tryTaking(ids, failures);
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} steps of the ladder failed`);
    return due.length === BATCH;
  }

  nearest(): Promise<Date | null> {
    return this.steps.nearest();
  }

  private async tryTaking(ids: string[], failures: unknown[]): Promise<void> {
    try {
      await this.database.transaction(() => this.take(ids));
    } catch (error) {
      const [id, ...others] = ids;
      if (others.length > 0) {
        for (const one of ids) await this.tryTaking([one], failures);
      } else {
        failures.push(error);
        await this.steps.failed(id!, failureOf(error));
      }
    }
  }

  private async take(ids: string[]): Promise<void> {
    const owed = await this.steps.lock(ids);
    await this.steps.end(owed.filter(isVoid), 'cancelled');
    const standing = owed.filter((step) => !isVoid(step));
    if (standing.length === 0) return;
    const refusals = await this.act(standing);
    const recipients = await this.audiences.recipients();
    const levels = new Map(standing.map((step) => [step.id, levelsOf(step, recipients)]));
    const orders = standing.map((step): Order => ({
      step,
      memberIds: levels.get(step.id)![step.level] ?? [],
    }));
    const calls = await this.orders.place(orders);
    // Nobody can answer an alert that the quiet hours hold back, so the wait begins when people are told.
    const next = calls
      .filter(({ step }) => step.step.acknowledgeSeconds && levels.get(step.id)!.length > step.level + 1)
      .map(({ step, deliverAt }) => ({
        id: step.id,
        dueAt: new Date(deliverAt.getTime() + step.step.acknowledgeSeconds! * 1000),
      }));
    await this.steps.planNext(next);
    await this.steps.end(standing, 'done', refusals);
  }

  /**
   * Another room may refuse the action, for example a handoff while another is open. The step then keeps the
   * error code.
   */
  private async act(owed: readonly OwedStep[]): Promise<Map<string, string>> {
    const refusals = new Map<string, string>();
    for (const { id, step, savedBy, kind, ...ticket } of owed) {
      const { action } = step;
      if (!action || !savedBy || kind !== 'step') continue;
      try {
        await this.database.savepoint(() => this.actions.act(action, ticket, savedBy));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        refusals.set(id, error.code);
      }
    }
    return refusals;
  }
}

/** A step that acts on its ticket changes what the next ones find, so it is taken alone. */
function together(due: readonly DueStep[]): string[][] {
  const groups: string[][] = [];
  let open = false;
  for (const { id, acts } of due) {
    if (open && !acts) groups.at(-1)!.push(id);
    else groups.push([id]);
    open = !acts;
  }
  return groups;
}

/** The target may have been changed since the breach, so that it is no longer missed. */
function isVoid({ finished, step, kind, breached }: OwedStep): boolean {
  return finished || (step.at === 'breach' && kind === 'step' && !breached);
}

function levelsOf({ step, ...owed }: OwedStep, recipients: Recipients): string[][] {
  if (step.acknowledgeSeconds) return recipients.inTurn(step.whom, owed);
  return [recipients.members(step.whom, owed)];
}
