/** Anything thrown → a UserError; core/describe.ts words what came from Orb. */
import { isOrbError } from '../core/errors.ts';
import { UserError } from './userError.ts';

export function toUserError(error: unknown): UserError {
  if (error instanceof UserError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new UserError(message, undefined, { cause: isOrbError(error) ? error.answer : error });
}
