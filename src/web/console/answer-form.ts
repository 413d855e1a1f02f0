import type { Response } from 'express';
import { flash } from '../view/index.js';
import { type Refused, refusedBy } from './refusals.js';
import type { MemberRequest } from './workbench.service.js';

/** What was just written stands at the end of the page: nothing more has to be said. */
const SEEN_BY_ITSELF = ['reply', 'note'];

/** A form that was sent. */
export interface SentForm {
  request: MemberRequest;
  response: Response;
  /** Which form: it is the one open again when refused, and `done.<act>` says that it is done. */
  act: string;
  /** What was typed. */
  values?: Record<string, string>;
  /** Where to go when done. */
  to: string;
}

/** Done leads on; refused draws the page again as things stand now, with what was typed. */
export async function answerForm(
  { request, response, act, values = {}, to }: SentForm,
  work: () => Promise<unknown>,
  redraw: (refused: Refused) => Promise<string>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const refused = refusedBy(error, act, values);
    response.status(refused.status).send(await redraw(refused));
    return;
  }
  if (!SEEN_BY_ITSELF.includes(act)) flash(request, 'done', `done.${act}`);
  response.redirect(303, to);
}
