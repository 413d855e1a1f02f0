import { applyDecorators, Controller, HttpCode, type Type, UseGuards } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { ActsOn, type ApiSubject, TokenGuard } from '../auth/index.js';
import { ProblemShape } from './shapes/problem.shape.js';

const problem = {
  'application/problem+json': { schema: { $ref: getSchemaPath(ProblemShape) } },
};

export function Api(subject: ApiSubject): ClassDecorator;
export function Api(path: string, subject: ApiSubject): ClassDecorator;
/** The subject says which scope a token needs here, and where the routes stand in the description. */
export function Api(path: string, subject: string = path): ClassDecorator {
  return applyDecorators(
    Controller(`api/v1/${path}`),
    UseGuards(TokenGuard),
    ApiBearerAuth(),
    ActsOn(subject as ApiSubject),
    ApiTags(subject),
    ApiExtraModels(ProblemShape),
    ApiResponse({ status: '4XX', description: 'Refused; `code` says why', content: problem }),
    ApiResponse({ status: '5XX', description: 'Broken on our side', content: problem }),
  );
}

const repeatable = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'A repeat under the same key gets the same answer and does nothing',
});

export const Reads = (summary: string, answer: Type) =>
  applyDecorators(ApiOperation({ summary }), ApiResponse({ status: 200, description: 'OK', type: answer }));

export const Writes = (summary: string, answer: Type, status: 200 | 201 = 200) =>
  applyDecorators(
    HttpCode(status),
    ApiOperation({ summary }),
    ApiResponse({ status, description: status === 201 ? 'Made' : 'Done', type: answer }),
    repeatable,
  );

export const Removes = (summary: string) =>
  applyDecorators(
    HttpCode(204),
    ApiOperation({ summary }),
    ApiResponse({ status: 204, description: 'Done' }),
    repeatable,
  );
