// The extension host's work for event files; ndjsonEditor.bench.ts measures everything from opening
// or a key to the diagnostics in a real editor, with the same limits.
import { EventLines } from '../../src/ndjson/eventLines.ts';
import { bench, milliseconds } from './bench.ts';
import { median } from '../host/benchTable.ts';

const LINES = 10_000;
const MANY = 50_000;
const SHARED = 20_000;
const NOW = Date.parse('2026-08-20T12:00:00Z');
const context = { nowMs: NOW, gracePeriodHours: 12 };
const unhurried = () => false;

/** Lines of about 250 bytes; every hundredth has a problem. */
const linesOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      idempotency_key: `evt-${index}-5f0d6c1e-2b7a-4d53`,
      event_name: 'chat_completion',
      timestamp: new Date(NOW - index * 500).toISOString(),
      external_customer_id: `customer-${index % 50}`,
      properties: {
        input_tokens: index % 100 === 0 ? String(index) : index,
        cost: index / 7,
        model: 'orb-large',
        region: 'eu-central-1',
        cached: index % 2 === 0,
      },
    }),
  );

/**
 * Lines that all have the same event ID and different content, as an exporter with a bug would
 * write.
 */
const withOneId = (count: number): readonly string[] =>
  linesOf(count).map((line) => line.replace(/"evt-[^"]*"/, '"undefined"'));

function opened(lines: readonly string[]): EventLines {
  const file = new EventLines(lines);
  file.check(context, unhurried);
  file.problems(999);
  return file;
}

/** The median of 21 keystrokes in the middle, each with its problems shown. */
async function keystroke(count: number): Promise<number> {
  const file = opened(linesOf(count));
  const times: number[] = [];
  for (let round = 0; round < 21; round++) {
    const at = { startLine: count / 2, startCharacter: 0, endLine: count / 2 };
    const typed = round % 2 === 0;
    const work = () => {
      file.change([{ ...at, endCharacter: typed ? 0 : 1, text: typed ? 'x' : '' }]);
      file.check(context, unhurried);
      file.problems(999);
    };
    times.push(await milliseconds(work));
  }
  return median(times);
}

export default bench({
  measures: {
    'open 10,000': async () => {
      const lines = linesOf(LINES);
      return milliseconds(() => opened(lines));
    },
    'parse 10,000': async () => {
      const lines = linesOf(LINES);
      return milliseconds(() => lines.map((line) => JSON.parse(line) as unknown));
    },
    'open 20,000': async () => {
      const lines = linesOf(SHARED);
      return milliseconds(() => opened(lines));
    },
    'open 20,000 of one event ID': async () => {
      const lines = withOneId(SHARED);
      return milliseconds(() => opened(lines));
    },
    'key in 10,000': () => keystroke(LINES),
    'key in 50,000': () => keystroke(MANY),
  },
  rows: [
    { name: 'first check of 10,000 lines', of: 'open 10,000', unit: 'ms', aim: 500 },
    {
      name: 'the same against parsing alone',
      of: 'open 10,000',
      to: 'parse 10,000',
      unit: '×',
    },
    {
      name: '20,000 lines of one event ID against as many different ones',
      of: 'open 20,000 of one event ID',
      to: 'open 20,000',
      unit: '×',
      atMost: 2,
    },
    { name: 'a keystroke in 10,000 lines', of: 'key in 10,000', unit: 'ms', aim: 100 },
    { name: 'a keystroke in 50,000 lines', of: 'key in 50,000', unit: 'ms', aim: 100 },
  ],
});
