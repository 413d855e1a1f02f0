import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsInt, IsString } from 'class-validator';
import { type ApiToken, type NewToken, type Scope, SCOPES } from '../../../staff/index.js';
import { Optional } from '../fields.js';
import { listOf } from '../page.js';

export class MakeToken {
  @ApiProperty({ maxLength: 80, example: 'daily report' })
  @IsString({ message: 'invalid' })
  name!: string;

  @ApiProperty({ enum: SCOPES, isArray: true, description: 'None that the token which asks does not have' })
  @IsIn(SCOPES, { each: true, message: 'unknown' })
  @ArrayMaxSize(SCOPES.length, { message: `too_many_entries:${SCOPES.length}` })
  @ArrayNotEmpty({ message: 'required' })
  @IsArray({ message: 'invalid' })
  scopes!: Scope[];

  @ApiPropertyOptional({
    minimum: 1,
    maximum: 3650,
    description:
      'Days until it ends, which is never after the token that asks; without, it ends with that one',
  })
  @Optional()
  @IsInt({ message: 'not_whole' })
  days?: number;
}

@ApiSchema({ name: 'Token' })
export class TokenShape {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: SCOPES, isArray: true }) scopes!: Scope[];
  @ApiProperty() createdAt!: Date;
  @ApiProperty({ type: Date, nullable: true }) lastUsedAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true }) expiresAt!: Date | null;
}

@ApiSchema({ name: 'NewToken' })
export class NewTokenShape {
  @ApiProperty() id!: string;
  @ApiProperty({ description: 'Shown this once' }) token!: string;
  @ApiProperty({ enum: SCOPES, isArray: true }) scopes!: Scope[];
  @ApiProperty({ type: Date, nullable: true }) expiresAt!: Date | null;
}

export const TokenList = listOf(TokenShape, 'TokenList');

export function apiToken(token: ApiToken): TokenShape {
  const { id, name, scopes, createdAt, lastUsedAt, expiresAt } = token;
  return { id, name, scopes, createdAt, lastUsedAt, expiresAt };
}

export function newToken({ id, token, scopes, expiresAt }: NewToken): NewTokenShape {
  return { id, token, scopes, expiresAt };
}
