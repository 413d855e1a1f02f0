/** `path` is where the store has it, `sha256` the content's hash. */
export interface Kept {
  sha256: string;
  path: string;
}

/** Where the files of messages are, named by their content: the same file is kept once. */
export abstract class FileStore {
  abstract keep(bytes: Buffer): Promise<Kept>;

  /** Where it can be read on this machine; fetched first where the store is elsewhere. */
  abstract locate(path: string): Promise<string>;
}
