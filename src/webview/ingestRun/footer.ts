/**
 * The content of the footer: one sentence and its buttons for each state of a run, and for the
 * selected cause of rejections.
 */
import type { RejectionGroup } from '../../core/ingestReport.ts';
import { countText } from '../../core/language.ts';
import type { IngestRunTexts } from '../../core/texts/ingestRun.ts';
import type { IngestRunState, RunAction, RunPhase } from '../../protocol/ingestRun.ts';
import { fill } from '../fill.ts';
import type { FooterButton, FooterView } from '../outcomes/footerRow.ts';
import { reasonText } from './outcomes.ts';

type View = FooterView<RunAction>;

/**
 * @param selected the selected cause; undefined where another outcome or nothing is selected
 * @param at writes an instant: `09:16:40 UTC`
 */
export function footerView(
  texts: IngestRunTexts,
  state: IngestRunState,
  selected: RejectionGroup | undefined,
  at: (ms: number) => string,
): View {
  const { phase } = state;
  const buttons = buttonsOf(texts, state);
  switch (phase.kind) {
    case 'checking':
      return {
        icon: 'loading',
        sentence: fill(texts.checking, state.fileName, countText(phase.lines)),
        buttons: [buttons.stop, { ...buttons.verify, disabled: true }],
      };
    case 'sending':
      return {
        icon: 'loading',
        sentence: fill(
          phase.left === null ? texts.sending : texts.sendingLeft,
          ...progress(texts, state),
          state.connection.name,
          phase.left ?? '',
        ),
        buttons: [buttons.stop, { ...buttons.verify, disabled: true }],
      };
    case 'verifying':
      return {
        icon: 'loading',
        sentence: fill(
          texts.verifying,
          counted(texts.events.one, texts.events.many, phase.of),
          countText(phase.done),
        ),
        buttons: [buttons.stop, { ...buttons.verify, disabled: true }],
      };
    case 'elsewhere':
      return {
        icon: 'loading',
        sentence: fill(texts.elsewhere, ...progress(texts, state)),
        buttons: [{ ...buttons.resume, disabled: true }],
      };
    case 'fileChanged':
      return {
        icon: 'warning',
        sentence: fill(texts.fileChanged, state.fileName, at(phase.atMs)),
        second: texts.fileChangedMore,
        buttons: [buttons.ingestAgain],
      };
    case 'interrupted':
      return state.notSent === 0
        ? ended(texts, state, undefined, selected, at)
        : {
            icon: 'debug-pause',
            sentence: fill(texts.interrupted, ...progress(texts, state)),
            buttons: [...buttons.showEvents, buttons.resume],
          };
    case 'stopped':
      return stopped(texts, state, phase);
    case 'ended':
      return ended(texts, state, phase.atMs, selected, at);
  }
}

function stopped(
  texts: IngestRunTexts,
  state: IngestRunState,
  { why }: Extract<RunPhase, { kind: 'stopped' }>,
): View {
  const { resume, showEvents, verifies, replaceKey, ingestAgain } = buttonsOf(texts, state);
  switch (why.kind) {
    case 'stopped':
      return {
        icon: 'debug-pause',
        sentence: fill(texts.stopped, ...progress(texts, state)),
        buttons: [...showEvents, resume],
      };
    case 'keyRejected':
      return {
        icon: 'error',
        sentence: fill(texts.keyRejected, state.connection.name, ...progress(texts, state)),
        buttons: [resume, replaceKey],
      };
    case 'noResponse':
      return {
        icon: 'warning',
        sentence: counted(texts.noResponseOne, texts.noResponseMany, state.unanswered),
        buttons: [...verifies, resume],
      };
    case 'fileChanged':
      return {
        icon: 'warning',
        sentence: fill(texts.changedMeanwhile, state.fileName),
        second: texts.fileChangedMore,
        buttons: [ingestAgain],
      };
    case 'closed':
      return {
        icon: 'warning',
        sentence: why.sentence,
        buttons: [...showEvents, { ...resume, label: texts.resumeElsewhere }],
      };
    case 'other':
      return { icon: 'error', sentence: why.sentence, buttons: [...showEvents, resume] };
  }
}

function ended(
  texts: IngestRunTexts,
  state: IngestRunState,
  atMs: number | undefined,
  selected: RejectionGroup | undefined,
  at: (ms: number) => string,
): View {
  if (selected !== undefined) return cureOf(texts, state, selected);
  const { backfill, verified, accepted, rejected, lines } = state;
  const { showEvents, verifies, openRejected, closeBackfill } = buttonsOf(texts, state);
  if (verified !== null) return verifiedView(texts, state, atMs, at);
  if (backfill?.isOpen === true && accepted > 0) {
    return {
      icon: 'check',
      sentence:
        accepted === 1
          ? fill(texts.inBackfillOne, backfill.name)
          : fill(texts.inBackfillMany, countText(accepted), backfill.name),
      buttons: [...openRejected, ...showEvents, closeBackfill],
    };
  }
  const when = atMs === undefined ? '' : at(atMs);
  const sentence =
    rejected > 0
      ? fill(
          texts.doneRejected,
          countText(accepted),
          lineCount(texts, lines),
          when,
          countText(rejected),
        )
      : lines === 1 && accepted === 1
        ? fill(texts.doneOne, when)
        : fill(texts.done, countText(accepted), lineCount(texts, lines), when);
  const second = backfill === null ? texts.searchLag : texts.reflectLag;
  return {
    icon: accepted === 0 && rejected > 0 ? 'error' : 'check',
    sentence,
    ...(accepted > 0 && { second }),
    buttons: [...openRejected, ...showEvents, ...verifies],
  };
}

/** How lines that were rejected for a cause can still be sent. */
function cureOf(texts: IngestRunTexts, state: IngestRunState, group: RejectionGroup): View {
  const { count, byOrb, isLate } = group;
  const { verifies, openRejected } = buttonsOf(texts, state);
  if (isLate) {
    const label = fill(texts.backfill, countText(count));
    const backfill = state.hasRejectedFile ? [{ action: 'backfill', label } as const] : [];
    return {
      icon: 'error',
      sentence: counted(texts.lateOne, texts.lateMany, count),
      second: count === 1 ? texts.lateMoreOne : texts.lateMoreMany,
      buttons: [...openRejected, ...verifies, ...backfill],
    };
  }
  const [one, many] = byOrb
    ? [texts.fixByOrbOne, texts.fixByOrbMany]
    : [texts.fixUnsentOne, texts.fixUnsentMany];
  const reason = reasonText(group, texts);
  const sentence =
    group.reason === ''
      ? counted(texts.fixOtherOne, texts.fixOtherMany, count)
      : count === 1
        ? fill(one, reason)
        : fill(many, countText(count), reason);
  return {
    icon: 'error',
    sentence,
    ...(state.hasRejectedFile && { second: texts.fixMore }),
    buttons: [...verifies, ...openRejected],
  };
}

function verifiedView(
  texts: IngestRunTexts,
  state: IngestRunState,
  acceptedMs: number | undefined,
  at: (ms: number) => string,
): View {
  const { verified, backfill } = state;
  const { verifyAgain, showEvents, openRejected } = buttonsOf(texts, state);
  const { atMs, found, missing, different, versions } = verified ?? NOTHING;
  const showThe = (action: RunAction, count: number) => ({
    action,
    label: fill(texts.showThe, countText(count)),
  });
  if (different > 0) {
    const missingToo = missing > 0 ? [showThe('showMissing', missing)] : [];
    return {
      icon: 'git-compare',
      sentence: counted(texts.differentOne, texts.differentMany, different),
      ...(versions !== null && { second: versions }),
      buttons: [...missingToo, verifyAgain, showThe('showDifferent', different)],
    };
  }
  if (missing > 0) {
    const text = backfill === null ? texts.notFoundYet : texts.notFoundInBackfill;
    const when = missing === 1 ? texts.notFoundYetMoreOne : texts.notFoundYetMoreMany;
    const second =
      backfill !== null
        ? texts.reflectLag
        : acceptedMs === undefined
          ? undefined
          : fill(when, at(acceptedMs));
    return {
      icon: 'history',
      sentence: fill(text, countText(found), countText(missing)),
      ...(second !== undefined && { second }),
      buttons: [showThe('showMissing', missing), verifyAgain],
    };
  }
  return {
    icon: 'check',
    sentence: fill(texts.same, at(atMs)),
    buttons: [...openRejected, verifyAgain, ...showEvents],
  };
}

const NOTHING = { atMs: 0, found: 0, missing: 0, different: 0, versions: null };

const lineCount = (texts: IngestRunTexts, lines: number) =>
  counted(texts.headOne, texts.headMany, lines);

/** The number of lines with an outcome, and of all lines. */
const progress = (texts: IngestRunTexts, { lines, notSent }: IngestRunState) =>
  [countText(lines - notSent), lineCount(texts, lines)] as const;

const counted = (one: string, many: string, count: number): string =>
  count === 1 ? one : fill(many, countText(count));

/** Buttons in lists are left out if they have nothing to act on. */
function buttonsOf(
  texts: IngestRunTexts,
  { accepted, duplicates, hasRejectedFile }: IngestRunState,
) {
  const button = (action: RunAction, label: string): FooterButton<RunAction> => ({ action, label });
  const verify = button('verify', texts.verify);
  const isInOrb = accepted + duplicates > 0;
  return {
    stop: button('stop', texts.stop),
    verify,
    verifies: isInOrb ? [verify] : [],
    verifyAgain: button('verify', texts.verifyAgain),
    showEvents: isInOrb ? [button('showEvents', texts.showEvents)] : [],
    openRejected: hasRejectedFile ? [button('openRejected', texts.openRejected)] : [],
    resume: button('resume', texts.resume),
    ingestAgain: button('ingestAgain', texts.ingestAgain),
    closeBackfill: button('closeBackfill', texts.closeBackfill),
    replaceKey: button('replaceKey', texts.replaceKey),
  };
}
