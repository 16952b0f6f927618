// How late the extension host's event loop is while 200,000 lines are ingested into a sandbox in
// another process.
import { bench } from './bench.ts';
import { noted } from './editor/noted.ts';

export default bench({
  rounds: 3,
  measures: { delay: () => noted('ingestSpeed', 'delay') },
  rows: [
    {
      name: 'event-loop delay in the editor during an ingest (p99)',
      of: 'delay',
      unit: 'ms',
      aim: 50,
    },
  ],
});
