import 'reflect-metadata';
import { RequestMethod, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { FORM, type FormPage, PAGE } from '../../src/web/forms/index.js';

/** Something is posted to this handler. */
export interface PostHandler {
  /** The path is written as in `tickets/:number/claim`. */
  path: string;
  /** Says whether the handler is declared as a form. */
  declared: boolean;
  /** The form is shown again on this page; a button on a list needs none. */
  page: Type<FormPage> | null;
}

type Gets = { get<T>(token: Type<T>): T };

/** Lists all handlers of POST of the running application, without those of the API and of channels. */
export function postHandlersOf(app: Gets): PostHandler[] {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = new Set(modules.flatMap((module) => [...module.controllers.values()]));
  const types = new Set([...controllers].map(({ metatype }) => metatype as Type<object>));
  return [...types].flatMap(handlersOf).filter(({ path }) => !/^(api|channels)\//.test(path));
}

function handlersOf(controller: Type<object>): PostHandler[] {
  const base = String(Reflect.getMetadata('path', controller) ?? '');
  const names = Object.getOwnPropertyNames(controller.prototype);
  return names.flatMap((name) => {
    const handler = (controller.prototype as Record<string, object>)[name]!;
    if (name === 'constructor' || Reflect.getMetadata('method', handler) !== RequestMethod.POST) return [];
    const form = Reflect.getMetadata(FORM, handler) as object | undefined;
    const page = (Reflect.getMetadata(PAGE, handler) ?? Reflect.getMetadata(PAGE, controller)) as
      Type<FormPage> | undefined;
    const paths = [Reflect.getMetadata('path', handler) as string | string[]].flat();
    return paths.map((path) => ({
      path: joined(base, path),
      declared: form !== undefined,
      page: page ?? null,
    }));
  });
}

function joined(...parts: string[]): string {
  return parts
    .map((part) => part.replace(/^\/+|\/+$/g, ''))
    .filter(Boolean)
    .join('/');
}

/** Finds the handler that an address leads to, and among several the one with the fewest parameters. */
export function handlerAt(handlers: PostHandler[], address: string): PostHandler | undefined {
  const path = address.split('?')[0]!.slice(1);
  return handlers
    .filter((handler) => new RegExp(`^${handler.path.replace(/:\w+/g, '[^/]+')}$`).test(path))
    .sort((one, other) => one.path.split(':').length - other.path.split(':').length)[0];
}
