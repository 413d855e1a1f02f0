import { Body, Delete, Get, Param, Patch, Query } from '@nestjs/common';
import { IdPipe } from '../../platform/http/index.js';
import { type Member, Roster, SecondFactorKeeping } from '../../staff/index.js';
import { TicketTypeSettings } from '../../tickets/index.js';
import { CurrentMember, OnlyFor } from '../auth/index.js';
import { DirectoryQueries } from '../queries/index.js';
import { Api, Reads, Writes } from './endpoints.js';
import { PageQuery, shown } from './page.js';
import {
  colleague,
  ColleagueList,
  ColleagueShape,
  department,
  DepartmentList,
  ticketType,
  TypeList,
  TypeShape,
} from './shapes/people.shape.js';
import { ChangeType } from './people.requests.js';

@Api('', 'directory')
export class DirectoryController {
  constructor(
    private readonly directory: DirectoryQueries,
    private readonly typeSettings: TicketTypeSettings,
    private readonly roster: Roster,
    private readonly factors: SecondFactorKeeping,
  ) {}

  @Get('departments')
  @Reads('The departments', DepartmentList)
  async departments(@Query() query: PageQuery) {
    return shown(await this.directory.departments(query), department);
  }

  @Get('types')
  @Reads('The types of tickets', TypeList)
  async types(@Query() query: PageQuery) {
    return shown(await this.directory.types(query), ticketType);
  }

  @Patch('types/:key')
  @OnlyFor(['admin'])
  @Writes('Change when a word of the customer opens a solved ticket of the type again', TypeShape)
  async changeType(@CurrentMember() member: Member, @Param('key') key: string, @Body() body: ChangeType) {
    await this.typeSettings.setReopenDays(member, key, body.reopenDays);
    return ticketType(await this.directory.type(key));
  }

  @Get('staff')
  @Reads('The staff', ColleagueList)
  async staff(@CurrentMember() member: Member, @Query() query: PageQuery) {
    return shown(await this.directory.staff(query), (row) => colleague(row, member));
  }

  @Delete('staff/:id/second-factor')
  @OnlyFor(['admin'])
  @Writes('Reset the second factor of a member who lost it; the log-ins end', ColleagueShape)
  async resetSecondFactor(@CurrentMember() by: Member, @Param('id', IdPipe) id: string) {
    await this.factors.reset(id, by);
    const { name, alias, email, role, state, departmentKeys: departments } = await this.roster.byId(id);
    return colleague({ id, name, alias, email, role, state, departments }, by);
  }
}
