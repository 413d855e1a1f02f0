import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Member, RoleKey } from '../../staff/index.js';

declare module 'express-serve-static-core' {
  interface Request {
    /** Set by SessionGuard and TokenGuard. */
    member?: Member;
  }
}

/** On a controller or method behind one of the guards: others than these roles get 403. */
export const OnlyFor = Reflector.createDecorator<RoleKey[]>();

/** The member a guard let in: `@CurrentMember() member: Member`. */
export const CurrentMember = createParamDecorator((_data: unknown, context: ExecutionContext): Member => {
  const { member } = context.switchToHttp().getRequest<Request>();
  if (!member) throw new Error('@CurrentMember() stands behind a guard');
  return member;
});

export function admit(context: ExecutionContext, reflector: Reflector, member: Member): true {
  const request = context.switchToHttp().getRequest<Request>();
  // Also of one who is turned away: the page that says so knows its reader.
  request.member = member;
  request.caller = member;
  const roles = reflector.getAllAndOverride(OnlyFor, [context.getHandler(), context.getClass()]);
  if (roles) member.mustBe(...roles);
  return true;
}
