/** How the thread of the ingest worker is started. */
import type { WorkerOptions } from 'node:worker_threads';

export const workerOptions: WorkerOptions = {
  // The environment may hold a key: the thread gets none of it, what it needs comes by message.
  env: {},
  workerData: {},
  // Lines are short-lived. A small young generation lets go of them soon, which keeps the extension host 40 MB smaller at the same speed.
  resourceLimits: { maxYoungGenerationSizeMb: 24 },
};
