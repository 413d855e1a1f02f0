export { AfterAnswer } from './after-answer.js';
export { currentRequest } from './asking.js';
export {
  AppError,
  BadRequest,
  Conflict,
  Forbidden,
  LedTo,
  Invalid,
  NotFound,
  TooMany,
  Unauthenticated,
  UnsupportedMediaType,
} from './errors.js';
export { BackOff } from './back-off.js';
export { configureHttp } from './configure.js';
export type { InlineHashes } from './security-headers.js';
export { csrfToken } from './csrf.js';
export { ErrorPages, type ErrorPage, type ErrorSentence } from './error-pages.js';
export { type Failure, failureOf, keptFailure, readFailure } from './failures.js';
export { Health, type Readiness } from './health.js';
export { Housekeeping } from './housekeeping.js';
export { HttpModule } from './http.module.js';
export { ShownOnce } from './idempotency.js';
export { IdPipe, requireId } from './id.pipe.js';
export { JsonLogger } from './json-logger.js';
export { leadsElsewhere } from './elsewhere.js';
export { type Halfway, halfwayOf, handedOut, handOut, startHalfway, takeBack } from './sessions/halfway.js';
export { endLogin, isFreshLogin, publicSessionId, startLogin } from './sessions/login.js';
export { type Login, type LoginCount, Logins, type TimedOut } from './sessions/logins.js';
export { Metrics, type Numbers } from './metrics.js';
export { cursorOf, ID, INSTANT, limitOf, type Page, pageOf, type PageRequest, readCursor } from './paging.js';
export type { Problem, Refusal } from './problem.js';
export { outageOf } from './outage.js';
export { sentenceOf, type Told, toldOf } from './told.js';
export { networkOf } from './network.js';
export { RateLimits } from './rate-limits.js';
export { Refusals } from './refusals.js';
export { isForPrograms, loggedPath, safeNext } from './request.js';
export { validationPipe } from './validation.js';
export { type Fault, FAULTS, type FieldFault, type FieldFaults, faultsOf } from './faults.js';
