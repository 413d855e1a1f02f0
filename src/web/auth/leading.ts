import type { Request, Response } from 'express';
import { AppError, TooMany } from '../../platform/http/index.js';
import { flash, type ViewService } from '../view/index.js';

interface Leading {
  request: Request;
  response: Response;
  view: ViewService;
}

/** Leads on at once. What went wrong is said on the page `otherwise`. */
export async function lead(
  { request, response, view }: Leading,
  where: () => Promise<string>,
  otherwise = '/login',
): Promise<void> {
  let to = otherwise;
  try {
    to = await where();
  } catch (error) {
    if (!(error instanceof AppError) || error instanceof TooMany) throw error;
    const { provider } = error.details;
    const values: Record<string, string> =
      provider === undefined ? {} : { provider: view.speech(request).local(provider) };
    flash(request, 'failed', `problem.${error.code}`, values);
  }
  response.status(303).location(to);
}
