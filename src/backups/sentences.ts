/** Why a backup was not taken. The list of backups shows the sentence `failure.<word>` in the language of its reader. */
export const NOT_TAKEN = [
  'backup_bucket',
  'backup_bucket_full',
  'backup_no_room',
  'backup_place',
  'backup_refused',
  'backup_there',
  'backup_too_large',
  'backup_under_way',
  'disk_full',
] as const;
export type NotTaken = (typeof NOT_TAKEN)[number];

/** A backup or a restoration that cannot go on. The message tells a person at a terminal all there is to know. */
export class BackupRefused extends Error {
  override name = 'BackupRefused';
  readonly failure: NotTaken;

  constructor(message: string, { failure = 'backup_refused', ...options }: Why = {}) {
    super(message, options);
    this.failure = failure;
  }
}

interface Why extends ErrorOptions {
  failure?: NotTaken;
}

export const damaged = (cause?: unknown): BackupRefused =>
  new BackupRefused('This backup is damaged or not complete: nothing was restored. Take another one.', {
    cause,
  });

export const foreign = (): BackupRefused => new BackupRefused('This file is not a backup of Huiyin.');
