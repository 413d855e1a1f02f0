import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Forbidden } from '../../platform/http/index.js';
import { type Scope, SCOPES } from '../../staff/index.js';

interface Needed {
  look: Scope;
  change: Scope;
}

const WORK: Needed = { look: 'read', change: 'work' };
const SETTINGS: Needed = { look: 'settings', change: 'settings' };

/** What the routes of the API act on, with the scope that a token needs to look at it and to change it. */
const SUBJECTS = {
  tickets: WORK,
  escalations: WORK,
  timers: WORK,
  handoffs: WORK,
  conversations: WORK,
  customers: WORK,
  deliveries: WORK,
  refunds: { look: 'read', change: 'money' },
  directory: { look: 'read', change: 'settings' },
  audit: SETTINGS,
  tokens: SETTINGS,
  sessions: SETTINGS,
  holds: SETTINGS,
  retention: SETTINGS,
  reports: { look: 'read', change: 'settings' },
} satisfies Record<string, Needed>;

export type ApiSubject = keyof typeof SUBJECTS;

/** Every controller of the API says what it acts on. */
export const ActsOn = Reflector.createDecorator<ApiSubject>();

/** Stands on a method that gives away more than looking does. */
export const NeedsScope = Reflector.createDecorator<Scope>();

/** Throws `Forbidden` for a token without the scope. A route that says nothing needs all of them. */
export function requireScope(
  context: ExecutionContext,
  reflector: Reflector,
  scopes: readonly Scope[],
): void {
  const lacking = scopesFor(context, reflector).filter((scope) => !scopes.includes(scope));
  if (lacking.length > 0) throw new Forbidden('token_scope', { scope: lacking[0] });
}

function scopesFor(context: ExecutionContext, reflector: Reflector): readonly Scope[] {
  const named = reflector.get(NeedsScope, context.getHandler());
  if (named) return [named];
  const subject = reflector.get(ActsOn, context.getClass());
  if (!subject) return SCOPES;
  const { method } = context.switchToHttp().getRequest<Request>();
  return [SUBJECTS[subject][method === 'GET' || method === 'HEAD' ? 'look' : 'change']];
}
