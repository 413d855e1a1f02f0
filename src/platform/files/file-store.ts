/** `path` is where the store has it, `sha256` the content's hash. */
export interface Kept {
  sha256: string;
  path: string;
}

/** Where files are, named by their content: the same file is kept once. */
export abstract class FileStore {
  /** Returns once it is kept for good. */
  abstract keep(bytes: Buffer): Promise<Kept>;

  /** Where it can be read on this machine; fetched first where the store is elsewhere. */
  abstract locate(path: string): Promise<string>;
}
