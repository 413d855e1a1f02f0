import { type ArgumentMetadata, ValidationPipe, type ValidationError } from '@nestjs/common';
import { BadRequest, Invalid } from './errors.js';
import { FAULTS, type Fault, type FieldFault, type FieldFaults } from './faults.js';

/**
 * A wrong field of a body is refused with 422. A wrong query string is refused with 400, and so is a list in
 * place of a text.
 */
class RequestValidation extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      if (error instanceof Invalid && metadata.type === 'query') {
        throw new BadRequest(error.code, error.details);
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
      const refusal = Invalid.fields(faultsIn(errors));
      if (!errors.some(isMisshapen)) return refusal;
      return new BadRequest(refusal.code, refusal.details);
    },
  });
}

/** A list in place of a text comes from a program and not from a person who filled in a field wrongly. */
function isMisshapen({ value, constraints }: ValidationError): boolean {
  return typeof value === 'object' && value !== null && constraints?.isString !== undefined;
}

const BY_CHECK: Record<string, Fault> = {
  whitelistValidation: 'unknown_field',
  isNotEmpty: 'required',
  isIn: 'unknown',
  isInt: 'not_whole',
  max: 'out_of_range',
  minLength: 'too_short',
  maxLength: 'too_long',
};
const BOUNDED: Fault[] = ['out_of_range', 'too_short', 'too_long'];

function faultsIn(errors: ValidationError[], parent = ''): FieldFaults {
  const found = errors.flatMap((error): [string, FieldFault][] => {
    const path = parent + error.property;
    const own = Object.entries(error.constraints ?? {});
    const inner = Object.entries(faultsIn(error.children ?? [], `${path}.`));
    return own.length > 0 ? [[path, faultOf(error.value, own)], ...inner] : inner;
  });
  return Object.fromEntries(found);
}

/**
 * A missing value is only reported as missing. Of several faults, one with a limit counts least. A check may
 * name its fault as its message.
 */
function faultOf(value: unknown, checks: [name: string, message: string][]): FieldFault {
  const missing = (value === undefined || value === null) && checks.every(([name]) => name !== UNKNOWN);
  if (missing) return 'required';
  const faults = checks.map(([name, message]) => (isFault(message) ? message : faultOfCheck(name, message)));
  return faults.find((fault) => !fault.includes(':')) ?? faults[0]!;
}

const UNKNOWN = 'whitelistValidation';

function faultOfCheck(name: string, message: string): FieldFault {
  const fault = BY_CHECK[name] ?? 'invalid';
  const bound = BOUNDED.includes(fault) && /\d+/.exec(message)?.[0];
  return bound ? `${fault}:${Number(bound)}` : fault;
}

function isFault(message: string): message is FieldFault {
  return (FAULTS as readonly string[]).includes(message.split(':')[0]!);
}
