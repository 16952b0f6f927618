/** The footer of a comparison's page: what happens next, and the buttons for it. */
import * as l10n from '@vscode/l10n';
import { countText } from '../language.ts';
import type { LineOutcome, OutcomeCounts } from '../reconciliation/outcomes.ts';
import { duration, lineCount } from './ingest.ts';
import { compareStopText } from './reconcile.ts';
import {
  again,
  cureButton,
  openLines,
  pickRepair,
  resume,
  saveReport,
  stop,
  type Cure,
  type Footer,
} from './reconcileButtons.ts';
import { withoutCure } from './reconcileNoCure.ts';
import { repairButton, repairDone, repairRunning, repairSentences } from './reconcileRepairs.ts';

export type ComparisonPhase =
  /** The file is read before anything is asked. */
  | { readonly kind: 'reading'; readonly lines: number }
  | {
      readonly kind: 'comparing';
      readonly done: number;
      readonly of: number;
      /** Absent before there is anything to estimate from. */
      readonly left?: { readonly searches: number; readonly ms: number };
    }
  | { readonly kind: 'ended'; readonly atMs: number }
  | { readonly kind: 'stopped'; readonly why: string; readonly message?: string }
  /** Its process ended before the comparison did. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'fileChanged'; readonly atMs: number };

export interface LastRepair extends Cure {
  readonly atMs: number;
  readonly done: number;
  readonly failed: number;
  readonly notTried: number;
}

export interface FooterFacts {
  readonly fileName: string;
  readonly phase: ComparisonPhase;
  readonly counts: OutcomeCounts;
  /** Searches in a second that the account allows, and that are used; Infinity without a limit. */
  readonly rate: { readonly allowed: number; readonly used: number };
  /** The outcome that is selected. */
  readonly outcome: LineOutcome | null;
  /** How many lines are selected. */
  readonly selected: number;
  /** Whether anything is selected. */
  readonly isSelected: boolean;
  /** What repairs the selected lines, the best last. */
  readonly cures: readonly Cure[];
  readonly running: Cure | null;
  /** Lines that were repaired since the comparison, by all repairs. */
  readonly repairedLines: number;
  /** Since the selection changed. */
  readonly repaired: LastRepair | null;
  /** Writes an instant: `09:14 UTC`. */
  readonly at: (ms: number) => string;
}

export function footerOf(facts: FooterFacts): Footer {
  const { phase, running, repaired, fileName, at } = facts;
  if (running !== null) {
    const best = repairButton(running.action, running.count);
    return {
      icon: 'loading',
      sentence: repairRunning(running.action, running.count),
      buttons: [{ action: `repair:${running.action}`, label: best, disabled: true }],
    };
  }
  switch (phase.kind) {
    case 'reading':
      return {
        icon: 'loading',
        sentence:
          phase.lines === 0
            ? l10n.t('Reading {0}…', fileName)
            : l10n.t('Reading {0}: {1}', fileName, lineCount(phase.lines)),
        buttons: [stop(), { ...pickRepair(), disabled: true }],
      };
    case 'comparing':
      return comparing(facts, phase);
    case 'elsewhere':
      return {
        icon: 'loading',
        sentence: l10n.t('Another window is comparing {0}.', fileName),
        buttons: [{ ...resume(), disabled: true }],
      };
    case 'interrupted':
      return {
        icon: 'debug-pause',
        sentence: interrupted(facts.counts),
        buttons: [again(), resume()],
      };
    case 'stopped':
      return stopped(facts, phase);
    case 'fileChanged':
      return {
        icon: 'warning',
        sentence: l10n.t(
          '{0} changed at {1}. Compare it again before you repair.',
          fileName,
          at(phase.atMs),
        ),
        buttons: [...facts.cures.map((cure) => ({ ...cureButton(cure), disabled: true })), again()],
      };
    case 'ended':
      return repaired === null ? ended(facts, phase.atMs) : afterRepair(facts, repaired);
  }
}

function comparing(
  { rate }: FooterFacts,
  { done, of, left }: Extract<ComparisonPhase, { kind: 'comparing' }>,
): Footer {
  const [doneText, ofText] = [countText(done), countText(of)];
  const isKnown = left !== undefined && left.searches > 0;
  const second = isKnown ? leftText(left.searches, rate) : undefined;
  return {
    icon: 'loading',
    sentence: isKnown
      ? l10n.t(
          'Compared {0} of {1} event IDs. About {2} left.',
          doneText,
          ofText,
          duration(left.ms),
        )
      : l10n.t('Compared {0} of {1} event IDs.', doneText, ofText),
    ...(second !== undefined && { second }),
    buttons: [stop(), { ...pickRepair(), disabled: true }],
  };
}

function leftText(searches: number, { allowed, used }: FooterFacts['rate']): string {
  const count = countText(searches);
  if (!Number.isFinite(allowed)) {
    return searches === 1 ? l10n.t('1 search to go.') : l10n.t('{0} searches to go.', count);
  }
  return searches === 1
    ? l10n.t(
        '1 search to go. This account allows {0} a second; {1} a second are used.',
        countText(allowed),
        countText(used),
      )
    : l10n.t(
        '{0} searches to go. This account allows {1} a second; {2} a second are used.',
        count,
        countText(allowed),
        countText(used),
      );
}

const asked = ({ same, missing, different, deprecated }: OutcomeCounts) =>
  same + missing + different + deprecated;

const interrupted = (counts: OutcomeCounts) =>
  l10n.t(
    'Interrupted after {0} of {1} event IDs. What was found is kept.',
    countText(asked(counts)),
    countText(asked(counts) + counts.notCompared),
  );

function stopped(
  { counts }: FooterFacts,
  { why, message }: Extract<ComparisonPhase, { kind: 'stopped' }>,
): Footer {
  const done = countText(asked(counts));
  const of = countText(asked(counts) + counts.notCompared);
  switch (why) {
    case 'cancelled':
      return {
        icon: 'debug-pause',
        sentence: l10n.t('Stopped after {0} of {1} event IDs. What was found is kept.', done, of),
        buttons: [again(), resume()],
      };
    case 'changed':
      return { icon: 'warning', sentence: compareStopText(why, message), buttons: [again()] };
    case 'unauthorized':
      return {
        icon: 'error',
        sentence: compareStopText(why, message),
        buttons: [resume(), { action: 'replaceKey', label: l10n.t('Replace Key…') }],
      };
    case 'failed':
      return {
        icon: 'warning',
        sentence: l10n.t('Stopped after {0} event IDs. What was found is kept.', done),
        ...(message !== undefined && message !== '' && { second: message }),
        buttons: [resume()],
      };
    default:
      return { icon: 'error', sentence: compareStopText(why, message), buttons: [resume()] };
  }
}

const differences = ({ missing, different, deprecated, invalid }: OutcomeCounts) =>
  missing + different + deprecated + invalid;

function ended(facts: FooterFacts, atMs: number): Footer {
  const { counts, isSelected, selected, outcome, cures, at } = facts;
  const count = differences(counts);
  if (counts.notCompared > 0 && !isSelected) return withoutCure('notCompared', counts.notCompared);
  if (count === 0) {
    return {
      icon: 'check',
      sentence: l10n.t('Same as Orb at {0}. Nothing to repair.', at(atMs)),
      buttons: [saveReport()],
    };
  }
  const best = cures.at(-1);
  if (!isSelected) {
    return {
      icon: 'git-compare',
      sentence:
        count === 1
          ? l10n.t('1 difference. Select a group or some rows to repair them.')
          : l10n.t(
              '{0} differences. Select a group or some rows to repair them.',
              countText(count),
            ),
      buttons: [openLines(), ...(best === undefined ? [] : [pickRepair()])],
    };
  }
  if (best === undefined) return withoutCure(outcome, selected);
  const { sentence, second } = repairSentences(best.action, best.count);
  return {
    icon: best.action === 'ingest' || best.action === 'backfill' ? 'cloud-upload' : 'edit',
    sentence,
    ...(second !== undefined && { second }),
    buttons: [openLines(), ...cures.map(cureButton)],
  };
}

function afterRepair(
  { counts, repairedLines, at }: FooterFacts,
  { action, count, atMs, done, failed, notTried }: LastRepair,
): Footer {
  const doneText = repairDone(action, done);
  if (notTried > 0) {
    return {
      icon: 'debug-pause',
      sentence: l10n.t(
        'Stopped: {0} of {1}. Resuming sends only the rest.',
        doneText,
        countText(count),
      ),
      buttons: [saveReport(), { action: 'resumeRepair', label: l10n.t('Resume') }],
    };
  }
  const left = countText(Math.max(0, differences(counts) - repairedLines));
  return {
    icon: failed > 0 ? 'warning' : 'check',
    sentence:
      failed > 0
        ? l10n.t(
            '{0} at {1}, {2} failed. {3} differences left.',
            doneText,
            at(atMs),
            countText(failed),
            left,
          )
        : l10n.t('{0} at {1}. {2} differences left.', doneText, at(atMs), left),
    second: l10n.t("Orb's search may not show them for some minutes."),
    buttons: [
      ...(failed > 0
        ? [{ action: 'showFailed', label: l10n.t('Show Failed Lines') } as const]
        : []),
      saveReport(),
      again(),
    ],
  };
}
