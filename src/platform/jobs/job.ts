import { SetMetadata } from '@nestjs/common';

/** Every job and what it is given: ids only. Each room adds its own by declaration merging. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the rooms
export interface JobMap {}

export type JobName = keyof JobMap;

export const JOB = 'huiyin:job';

type Handler<Name extends JobName> = (payload: JobMap[Name]) => Promise<void>;

/**
 * The method does the job of that name: reads again what the ids stand for, and nothing where it is done already, for
 * a job may run twice. What it throws is tried again later.
 */
export function Job<Name extends JobName>(name: Name) {
  const mark = SetMetadata(JOB, name);
  return (target: object, key: string, method: TypedPropertyDescriptor<Handler<Name>>): void => {
    mark(target, key, method);
  };
}
