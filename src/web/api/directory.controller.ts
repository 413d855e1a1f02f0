import { Get, Query } from '@nestjs/common';
import type { Member } from '../../staff/index.js';
import { CurrentMember } from '../auth/index.js';
import { DirectoryQueries } from '../queries/index.js';
import { Api, Reads } from './endpoints.js';
import { PageQuery, shown } from './page.js';
import {
  colleague,
  ColleagueList,
  department,
  DepartmentList,
  ticketType,
  TypeList,
} from './people.shape.js';

@Api('', 'directory')
export class DirectoryController {
  constructor(private readonly directory: DirectoryQueries) {}

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

  @Get('staff')
  @Reads('The staff', ColleagueList)
  async staff(@CurrentMember() member: Member, @Query() query: PageQuery) {
    return shown(await this.directory.staff(query), (row) => colleague(row, member));
  }
}
