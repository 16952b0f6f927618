/** Failures that a page with a chart shows itself. */
import { isOrbError } from '../../core/errors.ts';
import { toUserError } from '../toUserError.ts';
import { UserError } from '../userError.ts';

/** What the chart itself shows doesn't need a notification, unless that offers the next step. */
export function onPage(error: unknown): unknown {
  if (!isOrbError(error)) return error;
  const { message, nextStep } = toUserError(error);
  if (nextStep !== undefined) return error;
  return new UserError(message, undefined, { cause: error, isShown: true });
}
