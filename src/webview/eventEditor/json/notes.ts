/** What Orb holds, on the line: notes after the line's end, bars and locks in the gutter. None of it is text of the document. */
import {
  RangeSet,
  RangeSetBuilder,
  StateEffect,
  StateField,
  type EditorState,
  type Range,
} from '@codemirror/state';
import {
  Decoration,
  EditorView,
  GutterMarker,
  WidgetType,
  type DecorationSet,
} from '@codemirror/view';
import { h, outside } from '../../dom.ts';
import { fill } from '../../fill.ts';
import type { Span } from '../../../core/jsonTree.ts';
import type { Analysis, PlacedChange } from '../analysis.ts';
import { mergeMarks, type MergeTexts } from '../mergeMarks.ts';
import { noted } from '../values.ts';

/** The text was compared with what Orb holds. An invalid one leaves the marks where they were. */
export const setAnalysis = StateEffect.define<Analysis>();

export interface NoteTexts extends MergeTexts {
  readonly orbHolds: string;
  readonly notInOrb: string;
}

class Note extends WidgetType {
  constructor(private readonly text: string) {
    super();
  }
  override eq(other: Note): boolean {
    return other.text === this.text;
  }
  toDOM(): HTMLElement {
    const note = h('span', { class: 'note', aria: { hidden: 'true' } });
    note.append(outside(this.text));
    return note;
  }
  override ignoreEvent(): boolean {
    return false;
  }
}

class Bar extends GutterMarker {
  constructor(override readonly elementClass: string) {
    super();
  }
}
class Lock extends GutterMarker {}
/** A line that somebody else changed, or that both did. */
export class MergeMarker extends GutterMarker {
  constructor(
    readonly icon: 'git-merge' | 'warning',
    readonly title: string,
  ) {
    super();
  }
}

const bars = {
  changed: new Bar('bar bar-changed'),
  added: new Bar('bar bar-added'),
  removed: new Bar('bar-removed'),
  merged: new Bar('bar bar-merged'),
  mergedAway: new Bar('bar-removed bar-merged-away'),
};

interface Marks {
  readonly notes: DecorationSet;
  readonly bars: RangeSet<GutterMarker>;
  readonly locks: RangeSet<GutterMarker>;
  readonly merges: RangeSet<GutterMarker>;
}

function noteText(change: PlacedChange, texts: NoteTexts): string | undefined {
  if (change.kind === 'removed') return undefined;
  if (change.kind === 'added') return texts.notInOrb;
  return fill(texts.orbHolds, noted(change.before));
}

function marksOf(
  state: EditorState,
  analysis: Analysis & { readonly kind: 'valid' },
  texts: NoteTexts,
): Marks {
  const notes = new Map<number, string>();
  const lines = new Map<number, GutterMarker>();
  const merges = new Map<number, GutterMarker>();
  const mark = (span: Span, bar: keyof typeof bars, text: string | undefined) => {
    const last = state.doc.lineAt(Math.min(span.end, state.doc.length));
    if (text !== undefined) {
      notes.set(last.to, notes.has(last.to) ? `${notes.get(last.to) ?? ''} · ${text}` : text);
    }
    const first = state.doc.lineAt(span.start);
    for (let line = first.number; line <= last.number; line += 1) {
      const { from } = state.doc.line(line);
      const isGap = bar === 'removed' || bar === 'mergedAway';
      if (!isGap || !lines.has(from)) lines.set(from, bars[bar]);
    }
  };
  for (const change of analysis.changes) mark(change.span, change.kind, noteText(change, texts));
  for (const { span, bar, icon, note } of mergeMarks(analysis, texts)) {
    mark(span, bar, note);
    const { from } = state.doc.lineAt(span.start);
    // What must be decided hides what is merged already.
    if (!merges.has(from) || icon === 'warning') merges.set(from, new MergeMarker(icon, note));
  }
  const noteRanges = [...notes].map(([at, text]): Range<Decoration> =>
    Decoration.widget({ widget: new Note(text), side: 1 }).range(at),
  );
  return {
    notes: Decoration.set(noteRanges, true),
    bars: gutterSet(lines),
    locks: gutterSet(new Map(analysis.locked.map((at) => [state.doc.lineAt(at).from, new Lock()]))),
    merges: gutterSet(merges),
  };
}

function gutterSet(lines: ReadonlyMap<number, GutterMarker>): RangeSet<GutterMarker> {
  const builder = new RangeSetBuilder<GutterMarker>();
  for (const [at, marker] of [...lines].sort(([a], [b]) => a - b)) builder.add(at, at, marker);
  return builder.finish();
}

const noMarkers: RangeSet<GutterMarker> = RangeSet.of<GutterMarker>([]);
const none: Marks = {
  notes: Decoration.none,
  bars: noMarkers,
  locks: noMarkers,
  merges: noMarkers,
};

/** The marks of the last valid text, moved along with what is typed. */
export function marksField(texts: NoteTexts): StateField<Marks> {
  return StateField.define<Marks>({
    create: () => none,
    update(value, transaction) {
      let now = value;
      if (transaction.docChanged) {
        const { changes } = transaction;
        now = {
          notes: value.notes.map(changes),
          bars: value.bars.map(changes),
          locks: value.locks.map(changes),
          merges: value.merges.map(changes),
        };
      }
      for (const effect of transaction.effects) {
        if (effect.is(setAnalysis) && effect.value.kind === 'valid') {
          now = marksOf(transaction.state, effect.value, texts);
        }
      }
      return now;
    },
    provide: (field) => EditorView.decorations.from(field, ({ notes }) => notes),
  });
}
