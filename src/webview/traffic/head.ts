/** The title: where services send their requests, how the recording goes, and what can be done with it. */
import { countText } from '../../core/language.ts';
import type { TrafficTexts } from '../../core/texts/trafficPage.ts';
import type { TrafficState } from '../../protocol/traffic.ts';
import { visible } from '../../std/visible.ts';
import { button, h, icon } from '../dom.ts';
import { fill } from '../fill.ts';
import { clockText } from '../time.ts';

export interface HeadPort {
  togglePause(): void;
  clear(): void;
  exportHar(): void;
  startOrStop(): void;
}

export function createHead(texts: TrafficTexts, port: HeadPort) {
  const name = h('h1', { class: 'name' });
  const status = h('div', { class: 'status' });
  const pause = action([texts.pause, texts.resume], () => port.togglePause());
  const clear = action([texts.clear], () => port.clear());
  const save = action([texts.exportHar], () => port.exportHar());
  const stop = action([texts.stop, texts.start], () => port.startOrStop());
  clear.draw('clear-all', texts.clear);
  save.draw('export', texts.exportHar);
  const buttons = [pause.element, clear.element, save.element];
  const actions = h(
    'div',
    { class: 'actions' },
    ...buttons,
    h('span', { class: 'between' }),
    stop.element,
  );
  return {
    element: h('div', { class: 'title-line' }, name, status, actions),
    draw(
      state: TrafficState,
      view: { readonly isPaused: boolean; readonly held: number; readonly hasRows: boolean },
    ) {
      const { address, connection } = state;
      const isRecording = state.phase.kind === 'recording';
      name.textContent = visible(
        address === '' ? connection.name : `${address} → ${connection.name}`,
      );
      name.title = name.textContent;
      const [picture, words] = statusOf(texts, state, view);
      status.replaceChildren(
        icon(picture, `tone-${picture}`),
        h('span', { class: 'status-text' }, words),
      );
      status.title = words;
      if (view.isPaused) pause.draw('play', texts.resume);
      else pause.draw('debug-pause', texts.pause);
      if (isRecording) stop.draw('primitive-square', texts.stop);
      else stop.draw('record', texts.start);
      disable(pause.element, !isRecording && !view.isPaused);
      disable(clear.element, !view.hasRows);
      disable(save.element, !view.hasRows);
    },
  };
}

function statusOf(
  texts: TrafficTexts,
  { phase, connection, unreachableSinceMs }: TrafficState,
  { isPaused, held }: { readonly isPaused: boolean; readonly held: number },
): readonly [string, string] {
  const at = (ms: number) => fill(texts.utc, clockText(ms).slice(0, 5));
  if (phase.kind === 'stopped') return ['primitive-square', fill(texts.stoppedAt, at(phase.atMs))];
  if (phase.kind === 'ended') return ['primitive-square', texts.ended];
  if (unreachableSinceMs !== null) return ['error', fill(texts.notResponding, connection.name)];
  if (isPaused) {
    return ['debug-pause', held === 0 ? texts.paused : fill(texts.pausedNew, countText(held))];
  }
  return ['record', fill(texts.recording, at(phase.sinceMs))];
}

/** @param labels all that it may have: it's as wide as the longest, so that nothing moves */
function action(labels: readonly string[], onPress: () => void) {
  const picture = h('span', { class: 'picture' });
  const shown = h('span', { class: 'now' });
  const label = h(
    'span',
    { class: 'label' },
    shown,
    ...labels.map((each) => h('span', { class: 'width', aria: { hidden: 'true' } }, each)),
  );
  const element = button('', 'head-action', () => {
    if (element.getAttribute('aria-disabled') !== 'true') onPress();
  });
  element.append(picture, label);
  let drawn = '';
  return {
    element,
    draw(name: string, text: string) {
      if (drawn === text) return;
      drawn = text;
      picture.replaceChildren(icon(name));
      shown.textContent = text;
      element.title = text;
      element.setAttribute('aria-label', text);
    },
  };
}

/** Not `disabled`, which would take the focus from the button. */
function disable(element: HTMLElement, isOff: boolean): void {
  if (isOff) element.setAttribute('aria-disabled', 'true');
  else element.removeAttribute('aria-disabled');
}
