export { FileCleaning } from './file-cleaning.js';
export { FileOwners } from './file-owners.js';
export { FileStore, type Kept, type Stored } from './file-store.js';
export { StoreFailed, StoreFull } from './store-errors.js';
export { extensionOf, mediaTypeOf, UNKNOWN_TYPE } from './media-type.js';
export { LocalFiles } from './local-files.js';
export { type Bucket, errorCodeIn, S3Client, StoreAnswered } from './s3-client.js';
export { S3Files } from './s3-files.js';
export { FilesModule, storeOf } from './files.module.js';
