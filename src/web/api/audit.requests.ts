import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import { Optional } from './fields.js';
import { PageQuery } from './page.js';

const WORD = /^[a-z_]{1,40}(\.[a-z_]{1,40}){0,3}$/;
const DAY = /^[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

export class AuditQuery extends PageQuery {
  @ApiPropertyOptional({
    description:
      'Id of a member, `system` for what the program did, or `nobody` for what people did who were not signed in',
  })
  @Optional()
  @Matches(/^(system|nobody|[1-9]\d{0,17})$/, { message: 'unknown' })
  member?: string;

  @ApiPropertyOptional({ example: 'calendar.changed' })
  @Optional()
  @Matches(WORD, { message: 'unknown' })
  action?: string;

  @ApiPropertyOptional({ example: 'calendar' })
  @Optional()
  @Matches(WORD, { message: 'unknown' })
  subjectType?: string;

  @ApiPropertyOptional({ example: 'office' })
  @Optional()
  @IsString()
  @MaxLength(200)
  subjectId?: string;

  @ApiPropertyOptional({ description: 'First day, in the time zone of the shop', example: '2026-11-01' })
  @Optional()
  @Matches(DAY, { message: 'bad_date' })
  from?: string;

  @ApiPropertyOptional({ description: 'Last day, in the time zone of the shop', example: '2026-11-30' })
  @Optional()
  @Matches(DAY, { message: 'bad_date' })
  to?: string;
}
