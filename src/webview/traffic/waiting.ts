/** What the list shows while it has no rows: how to send requests here, or why none is shown. */
import { countText } from '../../core/language.ts';
import type { TrafficTexts } from '../../core/texts/trafficPage.ts';
import type { TrafficAction, TrafficState } from '../../protocol/traffic.ts';
import { button, h, iconButton, outside } from '../dom.ts';
import { fill } from '../fill.ts';

export interface EmptyPort {
  run(action: TrafficAction): void;
  copy(text: string): void;
  clearFilter(): void;
  undoClear(): void;
}

/** @param all how many requests there are behind the filter @param canUndo whether requests were cleared */
export function emptyList(
  texts: TrafficTexts,
  state: TrafficState,
  all: number,
  canUndo: boolean,
  port: EmptyPort,
): readonly HTMLElement[] {
  if (all > 0) {
    const none = all === 1 ? texts.noneMatchesOne : fill(texts.noneMatches, countText(all));
    return [
      h('p', {}, none),
      h(
        'p',
        {},
        button(texts.clearFilter, 'link', () => port.clearFilter()),
      ),
    ];
  }
  if (canUndo)
    return [
      h('p', {}, texts.cleared),
      h(
        'p',
        {},
        button(texts.undo, 'link', () => port.undoClear()),
      ),
    ];
  const { variables, connection, remoteName } = state;
  if (variables === null) return [];
  const variable = (name: string, value: string) => [
    h('dt', { class: 'muted' }, name),
    h(
      'dd',
      {},
      outside(value),
      iconButton('copy', fill(texts.copyOf, name), () => port.copy(value)),
    ),
  ];
  const box = h('input', {});
  box.type = 'checkbox';
  box.checked = state.isInTerminals;
  box.addEventListener('change', () => port.run('useInTerminals'));
  return [
    h('p', {}, texts.waiting),
    h('p', { class: 'muted' }, texts.startService),
    h(
      'dl',
      { class: 'data variables' },
      ...variable('ORB_BASE_URL', variables.baseUrl),
      ...variable('ORB_API_KEY', variables.apiKey),
    ),
    h(
      'p',
      { class: 'links' },
      button(texts.openTerminal, 'link', () => port.run('openTerminal')),
      button(texts.copyEnv, 'link', () => port.run('copyEnv')),
    ),
    h('label', { class: 'only' }, box, texts.useInTerminals),
    h('p', { class: 'muted small' }, fill(texts.keyHint, connection.name)),
    ...(remoteName === null
      ? []
      : [h('p', { class: 'muted small' }, fill(texts.remoteHint, remoteName))]),
  ];
}
