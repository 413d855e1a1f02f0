import type { Readable, Writable } from 'node:stream';

/** A backup has its name only after `keep`. */
export interface Target {
  out: Writable;
  keep(): Promise<void>;
  discard(): Promise<void>;
}

/** Backups lie in a folder of a disk or of a bucket. Everything throws `BackupRefused` with the reason. */
export interface Place {
  /** As people write it, such as `/safe/place` or `s3://s3.example.com/bucket/folder`. */
  readonly address: string;
  /** Something of this name must not be there yet. `expected` is about how many bytes it will have. */
  create(name: string, expected?: number): Promise<Target>;
  open(name: string): Promise<Readable>;
  remove(name: string): Promise<void>;
}
