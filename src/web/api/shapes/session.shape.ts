import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Login, Page } from '../../../platform/http/index.js';
import { listOf } from '../page.js';

@ApiSchema({ name: 'Session' })
export class SessionShape {
  @ApiProperty({ description: 'Names the log-in and does not open it' }) id!: string;
  @ApiProperty() since!: Date;
  @ApiProperty({ description: 'At most a minute old' }) used!: Date;
  @ApiProperty({ description: 'It ends then if nobody uses it before' }) expires!: Date;
  @ApiProperty({ type: String, nullable: true }) browser!: string | null;
  @ApiProperty({ type: String, nullable: true }) address!: string | null;
}

export const SessionList = listOf(SessionShape, 'SessionList');

/** A member has a handful of them, so that there is one page. */
export function sessionList(logins: Login[]): Page<SessionShape> {
  const data = logins.map(({ id, since, used, expires, browser, address }) => {
    return { id, since, used, expires, browser, address };
  });
  return { data, next: null };
}
