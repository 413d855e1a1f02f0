export { FileStore, type Kept } from './file-store.js';
export { mediaTypeOf } from './media-type.js';
export { LocalFiles } from './local-files.js';
export { S3Files, type Bucket } from './s3-files.js';
export { FilesModule, storeOf } from './files.module.js';
