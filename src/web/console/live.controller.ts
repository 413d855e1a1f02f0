import { Controller, Get, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Hint, LiveStreams } from '../../platform/live/index.js';
import type { Member } from '../../staff/index.js';
import { CurrentMember, SessionGuard } from '../auth/index.js';
import { LoginWatch } from './profile/login-watch.service.js';

/** The hints are limited to what the member may see. */
@Controller('live')
@UseGuards(SessionGuard)
export class LiveController {
  constructor(
    private readonly streams: LiveStreams,
    private readonly logins: LoginWatch,
  ) {}

  @Get()
  open(@CurrentMember() member: Member, @Req() request: Request, @Res() response: Response): Promise<void> {
    let present = member;
    return this.streams.open(request, response, {
      memberId: member.id,
      sees: (hint) => concerns(hint, present),
      stillValid: async () => {
        const found = await this.logins.memberOf(request.sessionID);
        present = found ?? present;
        return found !== undefined;
      },
    });
  }
}

function concerns({ departments, members }: Hint, member: Member): boolean {
  if (member.isAdmin || members?.includes(member.id)) return true;
  return departments.some((department) => member.belongsTo(department));
}
