import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Clock } from '../../platform/clock/index.js';
import { stageWords } from '../../notifications/index.js';
import type { FormPage } from '../forms/index.js';
import { sayLocal } from '../../platform/words/index.js';
import { type PageRequest, ViewService } from '../view/index.js';
import { storyOf } from './public-events.js';
import { stepsOf } from './steps.js';
import type { TrackedCase } from './tracking.queries.js';

@Injectable()
export class TrackingPage implements FormPage {
  constructor(
    private readonly view: ViewService,
    private readonly clock: Clock,
  ) {}

  home({ params }: Request): string {
    return `/t/${String(params.token)}?asked`;
  }

  draw(request: Request, tracked: TrackedCase): string {
    const asked = forCustomer(request, tracked.language);
    const { language } = this.view.speech(asked);
    const department = sayLocal(tracked.departmentName, language);
    const { promisedAt } = tracked;
    return this.view.render(asked, 'tracking/page', {
      ...tracked,
      bare: tracked.shop !== null,
      title: `${tracked.number} · ${stageWords(tracked.stage, language, department)}`,
      steps: stepsOf(tracked),
      story: storyOf(tracked.events),
      late: promisedAt !== null && promisedAt <= this.clock.now(),
    });
  }

  fileOver(request: Request): string {
    return this.view.render(forCustomer(request, null), 'tracking/file-over', {});
  }

  /** Links that are invented, incomplete or expired all show the same page. */
  render(request: Request): string {
    return this.view.render(forCustomer(request, null), 'tracking/over', {});
  }
}

/** The visitor's choice comes first, then the language that the customer writes in, then the browser's. */
function forCustomer(request: Request, language: string | null): PageRequest {
  const { query, headers, originalUrl } = request;
  const spoken = language ? { 'accept-language': language } : {};
  return { query, originalUrl, headers: { ...headers, ...spoken } };
}
