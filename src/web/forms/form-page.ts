import type { Request } from 'express';
import type { Refused } from './refused.js';

export const FORM = 'huiyin:form';
export const PAGE = 'huiyin:forms-of';

export interface FormDeclaration {
  /** Its name: said when it is done (`done.<act>`), and which form of the page is open again when it is refused. */
  act: string | ((request: Request) => string);
  /** Said instead of `done.<act>`; null where the next page shows by itself what was done. */
  done?: string | null;
  /** Where it leads instead of to the page's `home`. */
  to?: string;
  /**
   * A button on a list, with nothing typed: done or too late, it leads back to where it was pressed, which shows how
   * things stand; `to` is for browsers that do not say where that was. Who may not do it gets 403 or 404 with the page.
   */
  back?: true;
}

/** A page with forms on it. */
export interface FormPage {
  /** The whole page; after a refusal with that form open as it was typed. */
  render(request: Request, refused?: Refused): Promise<string> | string;
  /** Where a form leads when it is done. */
  home(request: Request): string | Promise<string>;
}
