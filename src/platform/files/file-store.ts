export interface Kept {
  sha256: string;
  path: string;
}

/** A file is named by its content, so the same file is stored once. */
export abstract class FileStore {
  abstract keep(bytes: Buffer): Promise<Kept>;

  /** Returns a path on this machine. A file in a remote store is downloaded first. */
  abstract locate(path: string): Promise<string>;

  /** Returns undefined if the store does not have the file. */
  abstract read(path: string): Promise<Buffer | undefined>;
}
