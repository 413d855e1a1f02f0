import { Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Problem, Refusal } from './problem.js';

/** Puts a refusal into words for the person or program that asked. */
export type ErrorSentence = (refusal: Refusal, request: Request) => string;
export type ErrorPage = (problem: Problem, request: Request, response: Response) => string | Promise<string>;

@Injectable()
export class ErrorPages {
  private readonly logger = new Logger(ErrorPages.name);
  private page: ErrorPage = plainPage;
  private words: ErrorSentence = ({ code }) => code;

  sayWith(sentence: ErrorSentence): void {
    this.words = sentence;
  }

  renderWith(page: ErrorPage): void {
    this.page = page;
  }

  /** Returns the sentence in the language of the request, or the bare code where no room has supplied the words. */
  sentence(refusal: Refusal, request: Request): string {
    return this.words(refusal, request);
  }

  async render(problem: Problem, request: Request, response: Response): Promise<string> {
    try {
      return await this.page(problem, request, response);
    } catch (error) {
      this.logger.error(error);
      return plainPage(problem);
    }
  }
}

function plainPage({ title, status, detail, requestId }: Problem): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${status} ${escaped(title)}</title><h1>${escaped(title)}</h1><p>${escaped(detail)}</p><p><small>${escaped(requestId)}</small></p></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
