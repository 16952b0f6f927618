import assert from 'node:assert/strict';
import { footerOf, type FooterFacts } from '../../../../src/core/texts/reconcileFooter.ts';

const counts = {
  ...{ same: 12_950, missing: 402, different: 856, deprecated: 3, invalid: 1 },
  ...{ duplicates: 0, notCompared: 0 },
};
const base: FooterFacts = {
  fileName: 'sent.orb.ndjson',
  phase: { kind: 'ended', atMs: 0 },
  counts,
  rate: { allowed: 50, used: 5 },
  outcome: null,
  selected: 0,
  isSelected: false,
  cures: [{ action: 'ingest', count: 390 }],
  running: null,
  repaired: null,
  repairedLines: 0,
  at: () => '09:14 UTC',
};
const none = { ...counts, missing: 0, different: 0, deprecated: 0, invalid: 0 };
const some = { ...counts, notCompared: 8_711, same: 4_239 };
const repaired = {
  action: 'ingest',
  count: 390,
  atMs: 0,
  done: 389,
  failed: 1,
  notTried: 0,
} as const;

/** What is said, and the buttons. */
const cases: readonly [string, Partial<FooterFacts>, string, string][] = [
  [
    'nothing is selected',
    {},
    '1,262 differences. Select a group or some rows to repair them.',
    'Open as Event File, Repair…',
  ],
  [
    'the file is read',
    { phase: { kind: 'reading', lines: 2 } },
    'Reading sent.orb.ndjson: 2 lines',
    'Stop, Repair… (off)',
  ],
  [
    'it compares',
    { phase: { kind: 'comparing', done: 5_500, of: 14_211, left: { searches: 18, ms: 4_000 } } },
    'Compared 5,500 of 14,211 event IDs. About 4 s left. | 18 searches to go. This account allows 50 a second; 5 a second are used.',
    'Stop, Repair… (off)',
  ],
  [
    'an account has no limit',
    {
      rate: { allowed: Infinity, used: Infinity },
      phase: { kind: 'comparing', done: 0, of: 600, left: { searches: 2, ms: 40 } },
    },
    'Compared 0 of 600 event IDs. About 1 s left. | 2 searches to go.',
    'Stop, Repair… (off)',
  ],
  [
    'it was stopped',
    { counts: some, phase: { kind: 'stopped', why: 'cancelled' } },
    'Stopped after 5,500 of 14,211 event IDs. What was found is kept.',
    'Compare Again, Resume',
  ],
  [
    "Orb can't be reached",
    { counts: some, phase: { kind: 'stopped', why: 'failed', message: 'Timeout.' } },
    'Stopped after 5,500 event IDs. What was found is kept. | Timeout.',
    'Resume',
  ],
  [
    'the key is rejected',
    { phase: { kind: 'stopped', why: 'unauthorized' } },
    'Stopped: Orb rejected the API key of this connection.',
    'Resume, Replace Key…',
  ],
  [
    'it was interrupted',
    { counts: some, phase: { kind: 'interrupted' } },
    'Interrupted after 5,500 of 14,211 event IDs. What was found is kept.',
    'Compare Again, Resume',
  ],
  [
    'another window compares',
    { phase: { kind: 'elsewhere' } },
    'Another window is comparing sent.orb.ndjson.',
    'Resume (off)',
  ],
  [
    'the file changed',
    { phase: { kind: 'fileChanged', atMs: 0 } },
    'sent.orb.ndjson changed at 09:14 UTC. Compare it again before you repair.',
    'Ingest 390… (off), Compare Again',
  ],
  [
    'missing events are selected',
    {
      ...{ isSelected: true, outcome: 'missing', selected: 402 },
      cures: [
        { action: 'backfill', count: 12 },
        { action: 'ingest', count: 390 },
      ],
    },
    '390 events can be ingested now. | They keep their event IDs, so sending them again is safe.',
    'Open as Event File, Backfill 12…, Ingest 390…',
  ],
  [
    'deprecated events are selected',
    { isSelected: true, outcome: 'deprecated', selected: 3, cures: [] },
    "These 3 events were deprecated in Orb. Their IDs can't be ingested again. | If they should be billed, send them in a new file under new IDs.",
    'Open as Event File',
  ],
  [
    'an invalid line is selected',
    { isSelected: true, outcome: 'invalid', selected: 1, cures: [] },
    'Orb would reject this line. Fix it in the file and compare again.',
    'Open File',
  ],
  ['it repairs', { running: { action: 'amend', count: 44 } }, 'Amending 44…', 'Amend 44… (off)'],
  [
    'a repair is done',
    { repaired, repairedLines: 389 },
    "389 ingested at 09:14 UTC, 1 failed. 873 differences left. | Orb's search may not show them for some minutes.",
    'Show Failed Lines, Save Report…, Compare Again',
  ],
  [
    'a repair was stopped',
    { repaired: { ...repaired, done: 180, failed: 0, notTried: 210 } },
    'Stopped: 180 ingested of 390. Resuming sends only the rest.',
    'Save Report…, Resume',
  ],
  [
    'all is equal',
    { counts: none },
    'Same as Orb at 09:14 UTC. Nothing to repair.',
    'Save Report…',
  ],
  [
    'some were sent just now',
    { counts: { ...none, notCompared: 2 } },
    "2 events were sent just now, and Orb's search may not show them yet.",
    'Resume',
  ],
];

suite("reconcile: the page's footer", () => {
  for (const [when, facts, says, offers] of cases) {
    test(`says what to do next when ${when}`, () => {
      const { sentence, second, buttons } = footerOf({ ...base, ...facts });
      assert.equal([sentence, ...(second === undefined ? [] : [second])].join(' | '), says);
      assert.equal(
        buttons.map(({ label, disabled }) => (disabled ? `${label} (off)` : label)).join(', '),
        offers,
      );
    });
  }
});
