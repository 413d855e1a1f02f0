import { Injectable } from '@nestjs/common';
import type { MoveChoice, MovedPage } from '../../../sla/index.js';
import { asTyped, done, type FormPage, type Led, Shown, textAt, type Typed } from '../../forms/index.js';
import { type MemberRequest, Workbench } from '../workbench.service.js';
import { cursorOf, decisionOf, isQuiet, readMoved, reviewOf } from './review.js';

/** A change that running clocks may follow. */
export interface Change {
  /** The clocks that it would move. */
  affected: (after: string | null) => Promise<MovedPage>;
  /** Makes it, and returns how many clocks moved, or what is to be said instead. */
  make: (move: MoveChoice) => Promise<number | Led>;
  /** The form to which one can go back from the question; left out, one goes back to the page of the form. */
  editor?: FormPage;
  /** What else there is to see before it is made; where this is given, the question is asked in any case. */
  about?: () => Promise<object>;
  /** Where it leads instead of to the page's `home`. */
  to?: string;
}

/** Asks, before a change is saved, which of the running clocks it would move are to follow it. */
@Injectable()
export class ChangeReview {
  constructor(private readonly workbench: Workbench) {}

  /** Makes the change once it was decided who follows, and until then answers with the question. */
  async answer(request: MemberRequest, typed: Typed, change: Change): Promise<Shown | Led> {
    if (textAt(typed, 'act') === 'edit') return back(request, typed, change);
    const decided = decisionOf(typed);
    const question = decided === undefined ? await this.question(request, typed, change) : null;
    return question ?? said(await change.make(decided ?? 'none'), change);
  }

  /** Null where no clock would move and nothing else has to be seen. */
  private async question(request: MemberRequest, typed: Typed, change: Change): Promise<Shown | null> {
    const moved = await readMoved(change.affected, cursorOf(typed));
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
