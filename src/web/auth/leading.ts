import type { Request, Response } from 'express';
import { AppError, TooMany } from '../../platform/http/index.js';
import { flash, type ViewService } from '../view/index.js';

interface Leading extends Telling {
  response: Response;
}

interface Telling {
  request: Request;
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
    tell({ request, view }, error);
  }
  response.status(303).location(to);
}

/** The next page says why it was refused. */
export function tell({ request, view }: Telling, { code, details: { provider } }: AppError): void {
  const values: Record<string, string> =
    provider === undefined ? {} : { provider: view.speech(request).local(provider) };
  flash(request, 'failed', `problem.${code}`, values);
}
