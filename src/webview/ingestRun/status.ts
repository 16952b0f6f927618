/** The run's progress, next to the title. */
import type { IngestRunTexts } from '../../core/texts/ingestRun.ts';
import type { IngestRunState } from '../../protocol/ingestRun.ts';
import { h, icon } from '../dom.ts';
import { fill } from '../fill.ts';

export function drawStatus(
  element: HTMLElement,
  state: IngestRunState,
  texts: IngestRunTexts,
  at: (ms: number) => string,
): void {
  const [picture, words] = statusOf(state, texts, at);
  const spin = picture === 'loading' ? 'codicon-modifier-spin' : '';
  element.replaceChildren(icon(picture, spin), h('span', { class: 'status-text' }, words));
  element.title = words;
}

function statusOf(
  { phase, verified }: IngestRunState,
  { status }: IngestRunTexts,
  at: (ms: number) => string,
): readonly [string, string] {
  switch (phase.kind) {
    case 'checking':
      return ['loading', status.checking];
    case 'sending':
    case 'elsewhere':
      return ['loading', status.sending];
    case 'verifying':
      return ['loading', status.verifying];
    case 'stopped':
      return ['debug-pause', fill(status.stopped, at(phase.atMs))];
    case 'interrupted':
    case 'fileChanged':
      return ['debug-pause', status.interrupted];
    case 'ended':
      return verified === null
        ? ['cloud-upload', fill(status.ended, at(phase.atMs))]
        : ['pass', fill(status.verified, at(verified.atMs))];
  }
}
