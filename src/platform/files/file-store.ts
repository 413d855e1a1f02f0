/** `path` is the file's place in the store, and `sha256` is the hash of its content. */
export interface Kept {
  sha256: string;
  path: string;
}

/** Stores files under names made from their content, so the same file is stored once. */
export abstract class FileStore {
  /** Returns once the file is stored durably. */
  abstract keep(bytes: Buffer): Promise<Kept>;

  /** A path on this machine where the file can be read. A file in a remote store is fetched first. */
  abstract locate(path: string): Promise<string>;
}
