import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Request } from 'express';
import { ErrorPages, isForPrograms, sentenceOf } from '../../platform/http/index.js';
import { languageOfProgram, preferencesOf } from './preferences.js';
import { ViewService } from './view.service.js';

/** The locale files have a text for each of these statuses. All others use the text of 500 or 400. */
const TOLD = [403, 404, 409, 429, 500, 503, 507];
/** Whether the store is full or does not answer, the page says that files are affected. */
const NO_STORE = 507;

@Injectable()
export class ErrorLook implements OnModuleInit {
  constructor(
    private readonly pages: ErrorPages,
    private readonly view: ViewService,
  ) {}

  onModuleInit(): void {
    this.pages.sayWith((refusal, request) => {
      if (isForPrograms(request))
        return sentenceOf(refusal, this.view.speaker(languageOfProgram(request)), 'program');
      return sentenceOf(refusal, this.view.speaker(preferencesOf(request).language), 'person');
    });
    this.pages.renderWith((problem, request) => {
      // No guard has set the member if the address leads nowhere.
      const home = (request.member ?? request.session?.subject) !== undefined;
      return this.view.render(request, 'error', {
        ...errorModel(problem),
        ...retryOf(problem, request),
        home,
      });
    });
  }
}

/** Where the page of a status has no text of its own, it shows the sentence of the refusal. */
export function errorModel(problem: Refused) {
  const { code, detail, requestId } = problem;
  const status = code.startsWith('storage_') ? NO_STORE : toldStatus(problem.status);
  const unreadable = code === 'unreadable_text' ? Object.keys(problem.fields ?? {})[0] : undefined;
  return {
    status: code === 'busy' ? code : status,
    code,
    requestId,
    unreadable,
    ...(status === 400 || status === 409 || status === NO_STORE ? { text: detail } : {}),
  };
}

/** The browser looks again by itself where nothing was typed that it would send a second time. */
function retryOf({ status, retryAfter }: Refused, { method }: Request): { retry?: number } {
  const passes = status === 503 && typeof retryAfter === 'number';
  return passes && method === 'GET' ? { retry: retryAfter } : {};
}

function toldStatus(status: number): number {
  if (TOLD.includes(status)) return status;
  return status < 500 ? 400 : 500;
}

interface Refused {
  status: number;
  code: string;
  detail: string;
  requestId: string;
  fields?: object;
  retryAfter?: unknown;
}
