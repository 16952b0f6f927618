/** What went wrong in the worker, as plain data; failures.ts words it. */
import { isOrbError } from '../core/errors.ts';
import type { FromWorker } from './messages.ts';

export function toFailure(error: unknown): Extract<FromWorker, { kind: 'failed' }> {
  if (!(error instanceof Error)) return toFailure(new Error(String(error)));
  const { name, message } = error;
  const code = (error as NodeJS.ErrnoException).code;
  const wrongKind = name === 'SourceRefused' && 'kind' in error ? String(error.kind) : undefined;
  return {
    kind: 'failed',
    name,
    message,
    ...(typeof code === 'string' && { code }),
    ...(wrongKind !== undefined && { wrongKind }),
    ...(isOrbError(error) && {
      orb: { kind: error.kind, ...(error.answer !== undefined && { answer: error.answer }) },
    }),
  };
}
