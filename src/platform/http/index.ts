export { AppError, BadRequest, Conflict, Forbidden, Invalid, NotFound, TooMany, Unauthenticated } from './errors.js';
