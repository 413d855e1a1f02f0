export {
  explainReason,
  reasonDetails,
  sayFailure,
  sayFault,
  sayFields,
  sayReason,
  sayTold,
  type Speaker,
} from './sentences.js';
export { sayLocal } from './local.js';
export { readWords, speakerOf, type Translate, type Words } from './words.js';
