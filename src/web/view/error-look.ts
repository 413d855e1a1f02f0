import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ErrorPages, isForPrograms, type Problem } from '../../platform/http/index.js';
import { toldOf } from '../forms/refused.js';
import { languageOfProgram, preferencesOf } from './preferences.js';
import { sayFields, sayTold, type Speaker } from './problem.helpers.js';
import { ViewService } from './view.service.js';

/** The locale files have a text for each of these statuses. All others use the text of 500 or 400. */
const TOLD = [403, 404, 409, 429, 500, 503];

@Injectable()
export class ErrorLook implements OnModuleInit {
  constructor(
    private readonly pages: ErrorPages,
    private readonly view: ViewService,
  ) {}

  onModuleInit(): void {
    this.pages.sayWith((problem, request) => {
      if (isForPrograms(request))
        return sentenceOf(problem, this.view.speaker(languageOfProgram(request)), 'program');
      return sentenceOf(problem, this.view.speaker(preferencesOf(request).language), 'person');
    });
    this.pages.renderWith((problem, request) => {
      // No guard has set the member if the address leads nowhere.
      const home = (request.member ?? request.session?.subject) !== undefined;
      return this.view.render(request, 'error', { ...errorModel(problem), home });
    });
  }
}

/** Returns undefined if neither the code nor its fields have a sentence. */
function sentenceOf(problem: Problem, speaker: Speaker, reader: 'person' | 'program'): string | undefined {
  const { code, fields, ...facts } = problem;
  const faults = (fields ?? {}) as Record<string, string>;
  if (Object.keys(faults).length > 0) return sayFields(faults, speaker, reader);
  const { values } = toldOf(code, facts);
  return speaker.knows(`problem.${code}`) ? sayTold(code, values, speaker) : undefined;
}

/** A refusal without a sentence shows its message, because our messages are written for people. */
export function errorModel(problem: Refused) {
  const status = toldStatus(problem.status);
  const { code, detail, requestId } = problem;
  const unreadable = code === 'unreadable_text' ? Object.keys(problem.fields ?? {})[0] : undefined;
  return {
    status,
    code,
    requestId,
    unreadable,
    ...(status === 400 || status === 409 ? { text: detail } : {}),
  };
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
}
