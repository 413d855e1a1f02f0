import { Delete, Get, Param } from '@nestjs/common';
import { IdPipe } from '../../platform/http/index.js';
import { type Member, Roster, Sessions } from '../../staff/index.js';
import { CurrentMember, OnlyFor } from '../auth/index.js';
import { Api, Reads, Removes } from './endpoints.js';
import { sessionList, SessionList } from './shapes/session.shape.js';

/** Logins by browser. A token is none of them, and goes on. */
@Api('sessions')
export class SessionsController {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  @Reads('Where you are logged in, newest first', SessionList)
  async list(@CurrentMember() member: Member) {
    return sessionList(await this.sessions.list(member.id));
  }

  @Delete()
  @Removes('End all your log-ins')
  async endAll(@CurrentMember() member: Member): Promise<void> {
    await this.sessions.endAll(member.id, member);
  }

  @Delete(':id')
  @Removes('End a log-in of yours')
  async end(@CurrentMember() member: Member, @Param('id') id: string): Promise<void> {
    await this.sessions.end(member.id, id, member);
  }
}

@Api('staff/:id/sessions', 'sessions')
@OnlyFor(['admin'])
export class StaffSessionsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly roster: Roster,
  ) {}

  @Get()
  @Reads('Where a member is logged in, newest first', SessionList)
  async list(@Param('id', IdPipe) id: string) {
    const member = await this.roster.byId(id);
    return sessionList(await this.sessions.list(member.id));
  }

  @Delete()
  @Removes('End all log-ins of a member')
  async endAll(@CurrentMember() by: Member, @Param('id', IdPipe) id: string): Promise<void> {
    const member = await this.roster.byId(id);
    await this.sessions.endAll(member.id, by);
  }

  @Delete(':session')
  @Removes('End a log-in of a member')
  async end(
    @CurrentMember() by: Member,
    @Param('id', IdPipe) id: string,
    @Param('session') session: string,
  ): Promise<void> {
    await this.sessions.end(id, session, by);
  }
}
