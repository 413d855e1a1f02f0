import type { Readable } from 'node:stream';

export interface Kept {
  sha256: string;
  path: string;
}

export interface Stored {
  path: string;
  changedAt: Date;
}

/** A file is named by its content, so the same file is stored once. */
export abstract class FileStore {
  /** Throws `StoreFull` or `StoreFailed` if the file was not kept. Whatever was written of it is removed. */
  abstract keep(bytes: Buffer): Promise<Kept>;

  /** Keeps a file of this machine that may be too large for the memory. The original stays where it is. */
  abstract keepFile(file: string): Promise<Kept>;

  /** Returns a path on this machine. A file in a remote store is downloaded first. */
  abstract locate(path: string): Promise<string>;

  /** Yields what lies in the store, drafts of interrupted writes included, in no order. */
  abstract list(): AsyncIterable<Stored>;

  /** Removes a file unless it was kept again after `since`, while somebody was about to name it. */
  abstract remove(path: string, since: Date): Promise<boolean>;
  /** Returns undefined if the store does not have the file. */
  abstract read(path: string): Promise<Buffer | undefined>;

  /** As `read`, piece by piece. */
  abstract stream(path: string): Promise<Readable | undefined>;
}

/** Only such names are ours: a store may hold other things. */
export const OURS = /^[0-9a-f]{2}\/[0-9a-f]{64}(\.[0-9a-f-]{36})?$/;
export const isDraft = (path: string): boolean => path.includes('.');
