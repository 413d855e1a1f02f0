const BUCKET = /^s3(\+http)?:\/\//;
/** A host has a dot or a port: another service's `s3://bucket` would lead nowhere. */
export const BACKUP_PLACE = /^(?!\w[\w+.-]*:\/\/)|^s3(\+http)?:\/\/[^\s/]*[.:][^\s/]*(\/\S*)?$/;

export interface S3Keys {
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Tells an address such as `s3://s3.example.com/bucket/folder` from a folder of a disk. */
export const inBucket = (address: string): boolean => BUCKET.test(address);

export function keysOf(region: string, accessKeyId?: string, secretAccessKey?: string): S3Keys | undefined {
  return accessKeyId && secretAccessKey ? { region, accessKeyId, secretAccessKey } : undefined;
}

interface Settings {
  backupEvery?: string;
  backupTo?: string;
  backupKeys: object | undefined;
}

export function problemsOfBackups({ backupEvery, backupTo, backupKeys }: Settings): string[] {
  if ((backupEvery === undefined) !== (backupTo === undefined))
    return ['BACKUP_EVERY and BACKUP_TO belong together: how often a backup is taken, and where it goes'];
  if (backupTo === undefined || !inBucket(backupTo) || backupKeys) return [];
  return [
    'BACKUP_TO is a bucket and needs its keys: set BACKUP_S3_ACCESS_KEY_ID and BACKUP_S3_SECRET_ACCESS_KEY',
  ];
}
