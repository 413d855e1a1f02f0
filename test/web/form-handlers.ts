import 'reflect-metadata';
import { RequestMethod, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { FORM, type FormPage, PAGE } from '../../src/web/forms/index.js';

/** A handler that something is posted to. */
export interface PostHandler {
  /** `tickets/:number/claim`. */
  path: string;
  /** Whether it is declared as a form. */
  declared: boolean;
  /** The page that it is shown on again; a button on a list needs none. */
  page: Type<FormPage> | null;
}

type Gets = { get<T>(token: Type<T>): T };

/** Everything of the running application that is sent by POST, but for the API and what channels push. */
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

/** The handler that an address leads to; of several the one that says most of it. */
export function handlerAt(handlers: PostHandler[], address: string): PostHandler | undefined {
  const path = address.split('?')[0]!.slice(1);
  return handlers
    .filter((handler) => new RegExp(`^${handler.path.replace(/:\w+/g, '[^/]+')}$`).test(path))
    .sort((one, other) => one.path.split(':').length - other.path.split(':').length)[0];
}
