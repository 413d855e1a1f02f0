export { Jobs, type JobDraft, type Schedule } from './jobs.js';
export { Job, type JobMap, type JobName } from './job.js';
export { FailedJobs, type FailedJob } from './failed-jobs.js';
export { Sweep } from './sweep.js';
export { type Due, Sweeps } from './sweeps.js';
export { LOOK_AGAIN_MS } from './alarm.js';
export { Wakeups } from './wakeups.js';
export { JobsModule } from './jobs.module.js';
export { JobOptions } from './options.js';
