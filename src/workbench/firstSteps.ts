/** Completes the steps of the walkthrough, each with the first successful request of its kind. */
import type { ContextKeyId } from '../contributions.ts';
import type { RequestRecord } from '../orb/orbApi.ts';

const steps: readonly (readonly [method: string, path: RegExp, ContextKeyId])[] = [
  ['POST', /^\/events\/search$/, 'orb.didSearch'],
  ['PUT', /^\/events\/[^/]+$/, 'orb.didAmend'],
  ['POST', /^\/ingest$/, 'orb.didIngest'],
  ['POST', /^\/events\/backfills$/, 'orb.didBackfill'],
];

/** The context key of the step that a request completes. */
export function stepDone({ method, path, status }: RequestRecord): ContextKeyId | undefined {
  if (status === undefined || status >= 300) return undefined;
  const plain = path.split('?', 1)[0] ?? '';
  return steps.find(([wanted, shape]) => wanted === method && shape.test(plain))?.[2];
}
