import { Injectable, type PipeTransform } from '@nestjs/common';
import { isId } from '../text/index.js';
import { NotFound } from './errors.js';

/** An id in an address: `@Param('id', IdPipe) id: string`. What cannot be one is not found. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    return requireId(value);
  }
}

export function requireId(value: string): string {
  if (!isId(value)) throw new NotFound('not_found', 'There is nothing at this address.');
  return value;
}
