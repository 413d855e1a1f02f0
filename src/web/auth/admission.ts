import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Member, RoleKey } from '../../staff/index.js';

declare module 'express-serve-static-core' {
  interface Request {
    /** SessionGuard and TokenGuard set this. */
    member?: Member;
  }
}

/** Stands on a controller or method behind one of the guards. Members without one of these roles get 403. */
export const OnlyFor = Reflector.createDecorator<RoleKey[]>();

/** Passes the member whom a guard let in: `@CurrentMember() member: Member`. */
export const CurrentMember = createParamDecorator((_data: unknown, context: ExecutionContext): Member => {
  const { member } = context.switchToHttp().getRequest<Request>();
  if (!member) throw new Error('@CurrentMember() stands behind a guard');
  return member;
});

export function admit(context: ExecutionContext, reflector: Reflector, member: Member): true {
  const request = context.switchToHttp().getRequest<Request>();
  // This is set also for a member who is turned away, so that the page that says so knows its reader.
  request.member = member;
  request.caller = member;
  const roles = reflector.getAllAndOverride(OnlyFor, [context.getHandler(), context.getClass()]);
  if (roles) member.mustBe(...roles);
  return true;
}
