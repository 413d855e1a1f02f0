import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Member, RoleKey } from '../../staff/index.js';

declare module 'express-serve-static-core' {
  interface Request {
    member?: Member;
  }
}

/** Members without one of these roles get 403. The controller or method must be behind a guard. */
export const OnlyFor = Reflector.createDecorator<RoleKey[]>();

/** Needs a guard, which sets the member: `@CurrentMember() member: Member`. */
export const CurrentMember = createParamDecorator((_data: unknown, context: ExecutionContext): Member => {
  const { member } = context.switchToHttp().getRequest<Request>();
  if (!member) throw new Error('@CurrentMember() stands behind a guard');
  return member;
});

export function admit(context: ExecutionContext, reflector: Reflector, member: Member): true {
  const request = context.switchToHttp().getRequest<Request>();
  // The member is set even if turned away, so that the refusal page knows its reader.
  request.member = member;
  request.caller = member;
  const roles = reflector.getAllAndOverride(OnlyFor, [context.getHandler(), context.getClass()]);
  if (roles) member.mustBe(...roles);
  return true;
}
