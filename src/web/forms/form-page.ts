import type { Request } from 'express';
import type { Refused } from './refused.js';

export const FORM = 'huiyin:form';
export const PAGE = 'huiyin:forms-of';

export interface FormDeclaration {
  /**
   * The message after success is `done.<act>`. After a refusal, the name tells which form of the page is open again.
   */
  act: string | ((request: Request) => string);
  /** This key replaces `done.<act>`. Null means that the next page shows by itself what was done. */
  done?: string | null;
  to?: string;
  /**
   * Marks a button on a list, where nothing is typed. The next page is the one where the button was pressed, even if
   * somebody else was faster; `to` serves browsers that do not name it. A member who may not act gets the page with 403
   * or 404.
   */
  back?: true;
}

export interface FormPage {
  /** Returns the whole page. After a refusal, that form is open as it was typed. */
  render(request: Request, refused?: Refused): Promise<string> | string;
  home(request: Request): string | Promise<string>;
}
