// Event files of 10,000 lines in the real editor, from the editor's own event to its diagnostics.
import { bench } from './bench.ts';
import { noted } from './editor/noted.ts';

export default bench({
  rounds: 3,
  measures: {
    opened: () => noted('ndjsonSpeed', 'opened'),
    typed: () => noted('ndjsonSpeed', 'typed'),
  },
  rows: [
    { name: 'first diagnostics of 10,000 lines', of: 'opened', unit: 'ms', aim: 500 },
    { name: 'diagnostics after a keystroke in 10,000 lines', of: 'typed', unit: 'ms', aim: 100 },
  ],
});
