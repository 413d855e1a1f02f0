import { basename, dirname, resolve } from 'node:path';
import { type Config, inBucket } from '../../platform/config/index.js';
import { BackupRefused } from '../sentences.js';
import { BucketPlace } from './bucket-place.js';
import { FolderPlace } from './folder-place.js';
import type { Place } from './place.js';

export type { Place, Target } from './place.js';

type Keys = Pick<Config, 'backupKeys'>;

/** `address` is a folder, or as BACKUP_TO has it for a bucket. */
export function placeOf(address: string, { backupKeys }: Keys): Place {
  if (!inBucket(address)) return new FolderPlace(resolve(address));
  if (!backupKeys)
    throw new BackupRefused(
      `${address} needs keys: set BACKUP_S3_ACCESS_KEY_ID and BACKUP_S3_SECRET_ACCESS_KEY.`,
    );
  const url = address.replace(/^s3\+/, '').replace(/^s3:/, 'https:');
  return new BucketPlace(address, { url, ...backupKeys });
}

/** Parts the address of a backup into its place and its name. */
export function placed(address: string, keys: Keys): { place: Place; name: string } {
  const whole = resolve(address);
  const [place, name] = inBucket(address) ? atLastSlash(address) : [dirname(whole), basename(whole)];
  if (!name) throw new BackupRefused(`${address} does not name a file.`);
  return { place: placeOf(place, keys), name };
}

/** What follows the host is the name, and the folder before it. */
function atLastSlash(address: string): [place: string, name: string] {
  const [, place = address, name = ''] = /^(\w[\w+]*:\/\/[^/]+.*?)\/+([^/]*)$/.exec(address) ?? [];
  return [place, name];
}
