import { Injectable, type PipeTransform } from '@nestjs/common';
import { isId } from '../text/index.js';
import { NotFound } from './errors.js';

/** A value that cannot be an id leads to "not found": `@Param('id', IdPipe) id: string`. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    return requireId(value);
  }
}

export function requireId(value: string): string {
  if (!isId(value)) throw new NotFound('not_found');
  return value;
}
