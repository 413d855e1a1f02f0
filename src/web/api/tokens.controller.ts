import { Body, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { Forbidden, IdPipe, ShownOnce } from '../../platform/http/index.js';
import { ApiTokens, type Member, type UsedToken } from '../../staff/index.js';
import { CurrentMember, CurrentToken } from '../auth/index.js';
import { Api, Reads, Removes } from './endpoints.js';
import { PageQuery, shown } from './page.js';
import { apiToken, MakeToken, newToken, NewTokenShape, TokenList } from './shapes/token.shape.js';

/** A token makes others that may do no more than itself, and for no longer. */
@Api('tokens')
export class TokensController {
  constructor(private readonly tokens: ApiTokens) {}

  @Get()
  @Reads('Your tokens that were not revoked, newest first', TokenList)
  async list(@CurrentMember() member: Member, @Query() query: PageQuery) {
    return shown(await this.tokens.page(member.id, query), apiToken);
  }

  @Post()
  @ShownOnce()
  @ApiOperation({ summary: 'Make a token that may do no more than this one, and for no longer' })
  @ApiResponse({ status: 201, description: 'Made', type: NewTokenShape })
  async create(
    @CurrentMember() member: Member,
    @CurrentToken() own: UsedToken,
    @Body() { name, scopes, days }: MakeToken,
  ): Promise<NewTokenShape> {
    const beyond = scopes.find((scope) => !own.scopes.includes(scope));
    if (beyond) throw new Forbidden('token_scope', { scope: beyond });
    const { expiresAt: endsWith, perMinute } = own;
    const bounds = { scopes, days, endsWith, perMinute };
    return newToken(await this.tokens.create(member.id, name, member, bounds));
  }

  @Delete(':id')
  @Removes('Revoke a token of yours')
  async revoke(@CurrentMember() member: Member, @Param('id', IdPipe) id: string): Promise<void> {
    await this.tokens.revoke(member.id, id, member);
  }
}
