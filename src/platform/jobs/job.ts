import { SetMetadata } from '@nestjs/common';

/** Each room adds its jobs by declaration merging. A payload holds ids only. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the rooms
export interface JobMap {}

export type JobName = keyof JobMap;

export const JOB = 'huiyin:job';

type Handler<Name extends JobName> = (payload: JobMap[Name]) => Promise<void>;

/**
 * A job may run twice, so the method does nothing if the work is already done. A job that throws is tried
 * again later.
 */
export function Job<Name extends JobName>(name: Name) {
  const mark = SetMetadata(JOB, name);
  return (target: object, key: string, method: TypedPropertyDescriptor<Handler<Name>>): void => {
    mark(target, key, method);
  };
}
