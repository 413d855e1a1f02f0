import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Told } from '../../platform/http/index.js';
import { flash } from '../view/index.js';
import { Led, Shown } from './answer.js';
import { FORM, type FormDeclaration, type FormPage, PAGE } from './form-page.js';
import { back } from './back.js';
import { type Refused, refusedBy } from './refused.js';
import { readTyped } from './typed.js';

interface Sent {
  request: Request;
  response: Response;
  /** It is undefined if every form of the controller leads back to a list. */
  page: FormPage | undefined;
  form: FormDeclaration;
  act: string;
}

@Injectable()
export class FormInterceptor implements NestInterceptor {
  private readonly logger = new Logger('Form');

  constructor(
    private readonly reflector: Reflector,
    private readonly modules: ModuleRef,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<string | undefined> {
    return from(this.answer(this.sent(context), next));
  }

  private sent(context: ExecutionContext): Sent {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const form = this.reflector.get<FormDeclaration>(FORM, context.getHandler());
    const token = this.reflector.getAllAndOverride<Type<FormPage> | undefined>(PAGE, [
      context.getHandler(),
      context.getClass(),
    ]);
    const page = token && this.modules.get<FormPage>(token, { strict: false });
    const act = typeof form.act === 'string' ? form.act : form.act(request);
    return { request, response: http.getResponse(), page, form, act };
  }

  private async answer(sent: Sent, next: CallHandler): Promise<string | undefined> {
    let result: unknown;
    try {
      result = await lastValueFrom(next.handle(), { defaultValue: undefined });
    } catch (error) {
      return this.refuse(sent, error);
    }
    if (!(result instanceof Shown)) return this.leadOn(sent, result instanceof Led ? result.done : {});
    sent.response.status(result.status);
    return result.html;
  }

  /**
   * The answer has no body at all: with an empty text the browser would get its headers, and ask for the next page,
   * before the session is saved that holds the flash.
   */
  private async leadOn({ request, response, page, form, act }: Sent, done: Led['done']): Promise<undefined> {
    const { done: ofForm = `done.${act}` } = form;
    const { told = ofForm } = done;
    const to = done.to ?? (await placeAfter({ request, page, form }));
    if (told !== null) flash(request, done.kind ?? 'done', told, done.values);
    response.status(303).location(to);
    return undefined;
  }

  private async refuse(sent: Sent, error: unknown): Promise<string | undefined> {
    const { request, response, page, act } = sent;
    const params = request.params as Record<string, string>;
    const refused: Refused = refusedBy(error, { act, params, values: readTyped(request.body) });
    // What was typed is private, so only paths and codes are logged.
    this.logger.debug({
      form: act,
      status: refused.status,
      errors: refused.errors,
      told: refused.told?.code,
    });
    if (leadsBack(sent, refused) && refused.told) return this.leadBack(sent, refused.told);
    response.status(refused.status);
    return renderRefused(pageOf(page), request, refused);
  }

  private leadBack(sent: Sent, { code, values }: Told): Promise<undefined> {
    return this.leadOn(sent, { kind: 'failed', told: `problem.${code}`, values: plainValues(values) });
  }
}

/** A fault of a field that the page does not show is said above the form instead. */
async function renderRefused(page: FormPage, request: Request, refused: Refused): Promise<string> {
  const html = await page.render(request, refused);
  const unseen = Object.entries(refused.errors).find(([path]) => !html.includes(`data-path="${path}"`));
  return unseen
    ? page.render(request, { ...refused, told: { code: unseen[1], values: {}, at: null } })
    : html;
}

/** A member who was too late goes back to the list. A member who may not act is refused as by any other form. */
function leadsBack({ form, page }: Sent, { status }: Refused): boolean {
  const notTheirs = status === 403 || status === 404;
  return form.back === true && !(page && notTheirs);
}

function placeAfter({
  request,
  page,
  form,
}: Pick<Sent, 'request' | 'page' | 'form'>): string | Promise<string> {
  if (form.back) return back(request, form.to ?? '/inbox');
  return form.to ?? pageOf(page).home(request);
}

function pageOf(page: FormPage | undefined): FormPage {
  if (!page) throw new Error('a form that is shown again needs @FormsOf its page');
  return page;
}

function plainValues(values: Record<string, unknown>): Record<string, string | number> {
  const plain = Object.entries(values).filter(([, value]) => ['string', 'number'].includes(typeof value));
  return Object.fromEntries(plain) as Record<string, string | number>;
}
