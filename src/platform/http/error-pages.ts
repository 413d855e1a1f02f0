import { Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Problem } from './problem.js';

export type ErrorSentence = (problem: Problem, request: Request) => string | undefined;
export type ErrorPage = (problem: Problem, request: Request, response: Response) => string | Promise<string>;

@Injectable()
export class ErrorPages {
  private readonly logger = new Logger(ErrorPages.name);
  private page: ErrorPage = plainPage;
  private sentence: ErrorSentence = () => undefined;

  sayWith(sentence: ErrorSentence): void {
    this.sentence = sentence;
  }

  renderWith(page: ErrorPage): void {
    this.page = page;
  }

  worded(problem: Problem, request: Request): Problem {
    return { ...problem, detail: this.sentence(problem, request) ?? problem.detail };
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
