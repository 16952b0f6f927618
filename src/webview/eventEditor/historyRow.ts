/** A row of the history: what this editor saw or sent, and when. */
import type { EventEditorTexts } from '../../core/texts/eventEditor.ts';
import type { HistoryEntry } from '../../protocol/eventEditor.ts';
import { h, icon } from '../dom.ts';
import { fill } from '../fill.ts';
import { momentText, seenText } from '../time.ts';
import { visible } from '../../std/visible.ts';
import type { Row } from './list.ts';

const icons = {
  amended: 'edit',
  deprecated: 'circle-slash',
  opened: 'eye',
  amendedElsewhere: 'git-merge',
  deprecatedElsewhere: 'circle-slash',
  noResponse: 'warning',
} as const satisfies Record<HistoryEntry['kind'], string>;

export interface HistoryRowParts {
  readonly texts: EventEditorTexts;
  readonly language: string;
  /** By the connection's clock. For someone else's entries of today, the time is enough. */
  readonly nowMs: number;
  onPress(): void;
}

export function historyRow(entry: HistoryEntry, parts: HistoryRowParts): Row {
  const { kind, fields } = entry;
  const [what, when] = words(entry, parts);
  const names = fields.map((field) => visible(field)).join(', ');
  return {
    class: 'step',
    spoken: [what, names, when].filter((part) => part !== '').join(', '),
    onPress: () => parts.onPress(),
    content: [
      icon(icons[kind], kind === 'noResponse' ? 'tone-warning' : ''),
      h(
        'span',
        { class: 'what', ...(kind === 'noResponse' ? { title: what } : {}) },
        what,
        ' ',
        h('span', { class: 'data muted', title: names }, names),
      ),
      h('span', { class: 'when muted' }, when),
    ],
  };
}

function words({ kind, atMs, became }: HistoryEntry, parts: HistoryRowParts): [string, string] {
  const { texts, language, nowMs } = parts;
  switch (kind) {
    case 'amended':
      return [texts.amended, momentText(atMs, language)];
    case 'deprecated':
      return [texts.deprecated, momentText(atMs, language)];
    case 'opened':
      return [texts.firstOpened, momentText(atMs, language)];
    case 'amendedElsewhere':
    case 'deprecatedElsewhere':
      return [texts[kind], fill(texts.seen, seenText(atMs, nowMs, language))];
    case 'noResponse': {
      const end = { unknown: '', arrived: texts.arrived, sentAgain: texts.sentAgain };
      const time = seenText(atMs, nowMs, language);
      const isToday = time !== momentText(atMs, language);
      const sent = fill(isToday ? texts.sentNoResponse : texts.sentOnNoResponse, time);
      return [sent, end[became ?? 'unknown']];
    }
  }
}
