import { Injectable } from '@nestjs/common';
import type { MoveChoice, MovedPage } from '../../../sla/index.js';
import { asTyped, done, type FormPage, type Led, Shown, textAt, type Typed } from '../../forms/index.js';
import { type MemberRequest, Workbench } from '../workbench.service.js';
import { decisionOf, isQuiet, readMoved, reviewOf } from './review.js';

export interface Change {
  affected: (after: string | null) => Promise<MovedPage>;
  /** Makes the change. Returns how many timers moved, or the message to show instead. */
  make: (move: MoveChoice) => Promise<number | Led>;
  /** The reader can go back from the question to this form. Without it, the way back leads to the page of the form. */
  editor?: FormPage;
  /** Returns what else the reader should see before the change. If it is given, the question is always asked. */
  about?: () => Promise<object>;
  /** Replaces the page's `home` as the next page. */
  to?: string;
}

@Injectable()
export class ChangeReview {
  constructor(private readonly workbench: Workbench) {}

  /** Makes the change if the reader has decided. Otherwise it returns the question. */
  async answer(request: MemberRequest, typed: Typed, change: Change): Promise<Shown | Led> {
    if (textAt(typed, 'act') === 'edit') return back(request, typed, change);
    const decided = decisionOf(typed);
    const question = decided === undefined ? await this.question(request, typed, change) : null;
    return question ?? said(await change.make(decided ?? 'none'), change);
  }

  /** Returns null if no timer would move and there is nothing else to see. */
  private async question(request: MemberRequest, typed: Typed, change: Change): Promise<Shown | null> {
    const moved = await readMoved(change.affected, textAt(typed, 'after') || null);
    if (isQuiet(moved) && !change.about) return null;
    return new Shown(
      await this.workbench.render(request, 'console/settings/review', {
        ...reviewOf(typed, moved),
        action: request.path,
        about: await change.about?.(),
      }),
    );
  }
}

async function back(request: MemberRequest, typed: Typed, { editor }: Change): Promise<Shown | Led> {
  return editor ? new Shown(await editor.render(request, asTyped(typed))) : done({ told: null });
}

function said(result: number | Led, { to }: Change): Led {
  if (typeof result !== 'number') return result;
  return done({
    ...(to !== undefined && { to }),
    ...(result > 0 && { told: 'done.moved', values: { count: result } }),
  });
}
