import {
  applyDecorators,
  BadRequestException,
  createParamDecorator,
  type ExecutionContext,
  Post,
  SetMetadata,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import type { Request } from 'express';
import { FormInterceptor } from './form.interceptor.js';
import { FORM, type FormDeclaration, type FormPage, PAGE } from './form-page.js';
import { readTyped, type Texts, textsAt, type Typed } from './typed.js';

type Options = Partial<Omit<FormDeclaration, 'act'>>;

/**
 * Declares a POST of a form. After success the next page says `done.<act>`. After a refusal the page of `@FormsOf` is
 * shown again with what was typed and each fault beside its field.
 */
export function Form(path: string | string[], act: FormDeclaration['act'], options: Options = {}) {
  return applyDecorators(
    Post(path),
    SetMetadata(FORM, { act, ...options } satisfies FormDeclaration),
    UseInterceptors(FormInterceptor),
  );
}

export const FormsOf = (page: Type<FormPage>) => SetMetadata(PAGE, page);

/** Passes everything that was typed: `@Values() typed: Typed`. */
export const Values = createParamDecorator((_data: unknown, context: ExecutionContext): Typed => {
  return readTyped(bodyOf(context));
});

export const Asked = createParamDecorator((_data: unknown, context: ExecutionContext): Typed => {
  return readTyped(context.switchToHttp().getRequest<Request>().query);
});

/** Passes the texts of these fields: `@Fields('note', 'until') { note, until }: Texts<'note' | 'until'>`. */
export const Fields = <Name extends string>(...names: Name[]) =>
  createParamDecorator((_data: unknown, context: ExecutionContext): Texts<Name> => {
    return textsAt(readTyped(bodyOf(context)), ...names);
  })();

/** Passes a password exactly as it was typed, with its blanks. Throws if it is not one text. */
export const Secret = (name: string) =>
  createParamDecorator((_data: unknown, context: ExecutionContext): string => {
    const body = bodyOf(context) as Record<string, unknown> | undefined;
    const value = body && Object.hasOwn(body, name) ? body[name] : '';
    if (typeof value !== 'string') throw new BadRequestException(`${name} must be one text.`);
    return value;
  })();

function bodyOf(context: ExecutionContext): unknown {
  return context.switchToHttp().getRequest<Request>().body;
}
