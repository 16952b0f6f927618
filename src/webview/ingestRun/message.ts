/** The message in place of rows, for outcomes without lines to show. */
import type { IngestRunTexts } from '../../core/texts/ingestRun.ts';
import { countText } from '../../core/language.ts';
import type { IngestRunState } from '../../protocol/ingestRun.ts';
import { h } from '../dom.ts';
import { fill } from '../fill.ts';
import type { OutcomeKind } from './outcomes.ts';

export function drawMessage(
  element: HTMLElement,
  state: IngestRunState,
  kind: OutcomeKind | undefined,
  texts: IngestRunTexts,
): void {
  element.replaceChildren(...messageOf(state, kind, texts).map((line) => h('p', {}, line)));
}

function messageOf(
  state: IngestRunState,
  kind: OutcomeKind | undefined,
  texts: IngestRunTexts,
): readonly string[] {
  const { accepted, lines, notSent, verified, phase } = state;
  const counted = (one: string, many: string, count: number) =>
    count === 1 ? one : fill(many, countText(count));
  switch (kind) {
    case 'duplicates':
      return [texts.duplicatesMore];
    case 'notSent':
      return [counted(texts.notSentOne, texts.notSentMany, notSent)];
    case 'accepted': {
      if (accepted < lines || phase.kind !== 'ended') {
        return [counted(texts.acceptedOne, texts.acceptedMany, accepted)];
      }
      const isSame = verified?.missing === 0 && verified.different === 0;
      return isSame
        ? [counted(texts.allVerifiedOne, texts.allVerifiedMany, lines), texts.billing]
        : [counted(texts.allAcceptedOne, texts.allAcceptedMany, lines), texts.billing];
    }
    case 'rejected':
    case undefined:
      return [texts.nothingYet];
  }
}
