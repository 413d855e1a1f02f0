import { SetMetadata } from '@nestjs/common';

/** Every job with its payload, which holds ids only. Each room adds its own by declaration merging. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the rooms
export interface JobMap {}

export type JobName = keyof JobMap;

export const JOB = 'huiyin:job';

type Handler<Name extends JobName> = (payload: JobMap[Name]) => Promise<void>;

/**
 * The method does the job of that name. A job may run twice, so the method reads what the ids stand for and does
 * nothing where the work is done already. A job that throws is tried again later.
 */
export function Job<Name extends JobName>(name: Name) {
  const mark = SetMetadata(JOB, name);
  return (target: object, key: string, method: TypedPropertyDescriptor<Handler<Name>>): void => {
    mark(target, key, method);
  };
}
