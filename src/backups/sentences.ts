/** A backup or a restoration that cannot go on. The message tells a person all there is to know. */
export class BackupRefused extends Error {
  override name = 'BackupRefused';
}

export const damaged = (cause?: unknown): BackupRefused =>
  new BackupRefused('This backup is damaged or not complete: nothing was restored. Take another one.', {
    cause,
  });

export const foreign = (): BackupRefused => new BackupRefused('This file is not a backup of Huiyin.');
