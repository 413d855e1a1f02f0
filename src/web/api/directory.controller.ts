import { Body, Get, Param, Patch, Query } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { TicketTypeSettings } from '../../tickets/index.js';
import { CurrentMember, OnlyFor } from '../auth/index.js';
import { DirectoryQueries } from '../queries/index.js';
import { Api, Reads, Writes } from './endpoints.js';
import { PageQuery, shown } from './page.js';
import {
  colleague,
  ColleagueList,
  department,
  DepartmentList,
  ticketType,
  TypeList,
  TypeShape,
} from './people.shape.js';
import { ChangeType } from './people.requests.js';

@Api('', 'directory')
export class DirectoryController {
  constructor(
    private readonly directory: DirectoryQueries,
    private readonly typeSettings: TicketTypeSettings,
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
}
