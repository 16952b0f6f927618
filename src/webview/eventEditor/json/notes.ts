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
import type { Analysis, PlacedChange } from '../analysis.ts';

/** The text was compared with what Orb holds. An invalid one leaves the marks where they were. */
export const setAnalysis = StateEffect.define<Analysis>();

export interface NoteTexts {
  readonly orbHolds: string;
  readonly notInOrb: string;
}

/** Longer values are cut: the note is one line, and the whole value stands in the list of changes. */
const MAX_NOTE = 200;

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

const bars = {
  changed: new Bar('bar bar-changed'),
  added: new Bar('bar bar-added'),
  removed: new Bar('bar-removed'),
};

interface Marks {
  readonly notes: DecorationSet;
  readonly bars: RangeSet<GutterMarker>;
  readonly locks: RangeSet<GutterMarker>;
}

function noteText(change: PlacedChange, texts: NoteTexts): string | undefined {
  if (change.kind === 'removed') return undefined;
  if (change.kind === 'added') return texts.notInOrb;
  const before = change.before.replace(/\s+/g, ' ');
  const cut = before.length > MAX_NOTE ? `${before.slice(0, MAX_NOTE)}…` : before;
  return texts.orbHolds.replace('{0}', () => cut);
}

function marksOf(
  state: EditorState,
  { changes, locked }: Analysis & { readonly kind: 'valid' },
  texts: NoteTexts,
): Marks {
  const notes = new Map<number, string>();
  const lines = new Map<number, GutterMarker>();
  for (const change of changes) {
    const last = state.doc.lineAt(Math.min(change.span.end, state.doc.length));
    const text = noteText(change, texts);
    if (text !== undefined) {
      notes.set(last.to, notes.has(last.to) ? `${notes.get(last.to) ?? ''} · ${text}` : text);
    }
    const first = state.doc.lineAt(change.span.start);
    for (let line = first.number; line <= last.number; line += 1) {
      const { from } = state.doc.line(line);
      if (change.kind !== 'removed' || !lines.has(from)) lines.set(from, bars[change.kind]);
    }
  }
  const noteRanges = [...notes].map(([at, text]): Range<Decoration> =>
    Decoration.widget({ widget: new Note(text), side: 1 }).range(at),
  );
  return {
    notes: Decoration.set(noteRanges, true),
    bars: gutterSet(lines),
    locks: gutterSet(new Map(locked.map((at) => [state.doc.lineAt(at).from, new Lock()]))),
  };
}

function gutterSet(lines: ReadonlyMap<number, GutterMarker>): RangeSet<GutterMarker> {
  const builder = new RangeSetBuilder<GutterMarker>();
  for (const [at, marker] of [...lines].sort(([a], [b]) => a - b)) builder.add(at, at, marker);
  return builder.finish();
}

const noMarkers: RangeSet<GutterMarker> = RangeSet.of<GutterMarker>([]);
const none: Marks = { notes: Decoration.none, bars: noMarkers, locks: noMarkers };

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
