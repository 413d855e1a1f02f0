import { applyDecorators, Controller, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { TokenGuard } from '../auth/index.js';

/** A controller of the JSON API: `/api/v1/…`, for the bearer of a token. */
export const Api = (path: string, tag = path) =>
  applyDecorators(Controller(`api/v1/${path}`), UseGuards(TokenGuard), ApiBearerAuth(), ApiTags(tag));
