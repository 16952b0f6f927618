/** Builds what the commands and pages of ingest share. */
import { once } from '../../std/once.ts';
import type { Services } from '../services.ts';
import type { IngestServices } from './presentResult.ts';
import { IngestProblems } from './problems.ts';
import { Runs } from './runs.ts';

export function ingestServices(services: Services): IngestServices {
  const runs = new Runs(services.context);
  return {
    services,
    problems: new IngestProblems(),
    runs,
    running: new Set(),
    pages: once(async () => new (await import('./runPages.ts')).RunPages(services, runs)),
  };
}
