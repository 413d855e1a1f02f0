import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Request } from 'express';
import { loggedPath, RateLimits, Refusals, TooMany } from '../http/index.js';
import { Audit } from './audit.js';

/** Whoever tries everything must not fill the list: of each member, so many refusals of a minute are kept. */
const KEPT = { points: 20, seconds: 60 };

/** A member who was refused a right is on the list. */
@Injectable()
export class RefusalTrail implements OnModuleInit {
  constructor(
    private readonly audit: Audit,
    private readonly modules: ModuleRef,
  ) {}

  /** A process that answers no requests has no refusals. */
  onModuleInit(): void {
    const find = <T>(token: abstract new (...given: never[]) => T) =>
      this.modules.get<T>(token, { strict: false });
    try {
      const limits = find(RateLimits);
      find(Refusals).on((request) => this.keep(request, limits));
    } catch {
      return;
    }
  }

  private async keep(request: Request, limits: RateLimits): Promise<void> {
    const { caller, method } = request;
    if (caller?.kind !== 'member' || !caller.id) return;
    if (await isTooMuch(limits, caller.id)) return;
    await this.audit.record({
      action: 'right.refused',
      subject: { type: 'route', id: `${method} ${loggedPath(request)}` },
      by: caller,
    });
  }
}

async function isTooMuch(limits: RateLimits, memberId: string): Promise<boolean> {
  try {
    await limits.take('audit-refusals', KEPT, memberId);
    return false;
  } catch (error) {
    if (error instanceof TooMany) return true;
    throw error;
  }
}
