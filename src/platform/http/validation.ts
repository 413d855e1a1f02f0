import { type ArgumentMetadata, ValidationPipe, type ValidationError } from '@nestjs/common';
import { BadRequest, Invalid } from './errors.js';

/** Unknown and wrong fields of a body are refused with a sentence each (422), those of a query string, and lists in the place of a text, too (400). */
class RequestValidation extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      if (error instanceof Invalid && metadata.type === 'query') {
        throw new BadRequest(error.code, error.message, error.details);
      }
      throw error;
    }
  }
}

export function validationPipe(): ValidationPipe {
  return new RequestValidation({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    exceptionFactory: (errors) => {
      const fields = Object.fromEntries(errors.flatMap((error) => sentences(error, '')));
      const Refusal = errors.some(isMisshapen) ? BadRequest : Invalid;
      return new Refusal('invalid', Object.values(fields).join('; '), { fields });
    },
  });
}

/** A list or an object where one text is awaited: whoever sends that did not fill in a field wrongly. */
function isMisshapen({ value, constraints }: ValidationError): boolean {
  return typeof value === 'object' && value !== null && constraints?.isString !== undefined;
}

function sentences(error: ValidationError, parent: string): [string, string][] {
  const name = parent + error.property;
  const own = Object.entries(error.constraints ?? {}).map(([kind, sentence]): [string, string] => [
    name,
    kind === 'whitelistValidation' ? `${name} is not a field of this request` : sentence,
  ]);
  return [...own, ...(error.children ?? []).flatMap((child) => sentences(child, `${name}.`))];
}
