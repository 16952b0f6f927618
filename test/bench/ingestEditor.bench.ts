// The extension host while 200,000 lines are ingested into a sandbox of another process: how late its event loop turns.
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
