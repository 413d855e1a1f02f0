import { Module } from '@nestjs/common';
import { Config } from '../config/index.js';
import { CacheCleaning } from './cache-cleaning.js';
import { FileCleaning } from './file-cleaning.js';
import { FileNames } from './file-names.js';
import { FileOwners } from './file-owners.js';
import { FileStore } from './file-store.js';
import { cacheFolder, filesFolder } from './folders.js';
import { LocalFiles } from './local-files.js';
import { S3Files } from './s3-files.js';

export function storeOf(config: Config): FileStore {
  const { bucket } = config;
  return bucket ? new S3Files(bucket, cacheFolder(config)) : new LocalFiles(filesFolder(config));
}

@Module({
  providers: [
    CacheCleaning,
    FileCleaning,
    FileNames,
    FileOwners,
    { provide: FileStore, useFactory: storeOf, inject: [Config] },
  ],
  exports: [FileCleaning, FileNames, FileOwners, FileStore],
})
export class FilesModule {}
