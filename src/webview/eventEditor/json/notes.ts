/**
 * Shows what Orb holds: notes after the line, bars and locks in the gutter. None of it is part of
 * the document's text.
 */
import {
  RangeSet,
  RangeValue,
  StateEffect,
  StateField,
  type EditorState,
  type Extension,
  type Line,
  type Range,
} from '@codemirror/state';
import {
  Decoration,
  GutterMarker,
  WidgetType,
  type DecorationSet,
  type EditorView,
} from '@codemirror/view';
import { h, outside } from '../../dom.ts';
import { fill } from '../../fill.ts';
import type { Analysis, PlacedChange } from './analysis.ts';
import { mergeMarks, type MergeMark, type MergeTexts } from './mergeMarks.ts';
import { noted } from './values.ts';
import { onScreen } from './onScreen.ts';

/**
 * The text was compared with what Orb holds. While it isn't valid JSON, the marks of the last valid
 * text stay with their members. Those whose lines have changed since are hidden, because they may
 * no longer be true.
 */
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

const bars = {
  changed: new Bar('bar bar-changed'),
  added: new Bar('bar bar-added'),
  merged: new Bar('bar bar-merged'),
  removed: new Bar('bar-removed'),
  mergedAway: new Bar('bar-removed bar-merged-away'),
};

/**
 * A member that differs from what Orb holds, that someone else changed, or that can't be amended.
 * CodeMirror keeps its position while the text changes.
 */
class Member extends RangeValue {
  override startSide = 1;
  override endSide = -1;

  constructor(
    readonly kind: keyof typeof bars | 'locked',
    readonly note: string | undefined,
    /** Its lines at the time of the comparison. */
    readonly lines: string,
    /** The icon in the gutter, with the note as its title. */
    readonly icon?: MergeMark['icon'],
  ) {
    super();
    // A missing member has no text, so its place is the end of what comes before it.
    if (kind === 'removed' || kind === 'mergedAway') this.startSide = -1;
  }
}

interface Marks {
  readonly members: RangeSet<Member>;
  readonly isValid: boolean;
}

function noteText(change: PlacedChange, texts: NoteTexts): string | undefined {
  if (change.kind === 'removed') return undefined;
  if (change.kind === 'added') return texts.notInOrb;
  return fill(texts.orbHolds, noted(change.before));
}

/** A trailing comma isn't a change of the member before it. */
function linesOf({ doc }: EditorState, from: number, to: number): string {
  const [first, last] = [doc.lineAt(from), doc.lineAt(to)];
  const lines = doc.sliceString(first.from, last.to).trim();
  return lines.endsWith(',') ? lines.slice(0, -1).trimEnd() : lines;
}

function marksOf(
  state: EditorState,
  analysis: Analysis & { readonly kind: 'valid' },
  texts: NoteTexts,
): Marks {
  const within = (offset: number) => Math.min(offset, state.doc.length);
  const member = (
    span: PlacedChange['span'],
    kind: Member['kind'],
    note: string | undefined,
    icon?: Member['icon'],
  ) => {
    const [from, to] = [within(span.start), within(span.end)];
    return new Member(kind, note, linesOf(state, from, to), icon).range(from, to);
  };
  const ranges = [
    ...analysis.changes.map((each) => member(each.span, each.kind, noteText(each, texts))),
    ...mergeMarks(analysis, texts).map((each) => member(each.span, each.bar, each.note, each.icon)),
    ...analysis.locked.map((at) => {
      const { to } = state.doc.lineAt(within(at));
      return new Member('locked', undefined, linesOf(state, at, at)).range(at, to);
    }),
  ];
  return { members: RangeSet.of(ranges, true), isValid: true };
}

export type MarksField = StateField<Marks>;

export function marksField(texts: NoteTexts): MarksField {
  return StateField.define<Marks>({
    create: () => ({ members: RangeSet.of<Member>([]), isValid: true }),
    update(value, { changes, docChanged, effects, state }) {
      let now = docChanged ? { ...value, members: value.members.map(changes) } : value;
      for (const effect of effects) {
        if (!effect.is(setAnalysis)) continue;
        now =
          effect.value.kind === 'valid'
            ? marksOf(state, effect.value, texts)
            : { ...now, isValid: false };
      }
      return now;
    },
  });
}

interface Shown {
  readonly member: Member;
  readonly startsAt: Line;
  readonly endsAt: Line;
}

/** The members that are shown on a line, with their first and last lines. */
function membersOn(
  state: EditorState,
  field: MarksField,
  line: Pick<Line, 'from' | 'to'>,
): readonly Shown[] {
  const { members, isValid } = state.field(field);
  const found: Shown[] = [];
  members.between(line.from, line.to, (from, to, member) => {
    if (!isValid && linesOf(state, from, to) !== member.lines) return;
    found.push({ member, startsAt: state.doc.lineAt(from), endsAt: state.doc.lineAt(to) });
  });
  return found;
}

/** The bar of a line. A change takes precedence over something missing below. */
export function barOf(view: EditorView, field: MarksField, line: Pick<Line, 'from' | 'to'>) {
  const kinds = membersOn(view.state, field, line).map(({ member }) => member.kind);
  const kind =
    kinds.findLast((each) => each === 'changed' || each === 'added' || each === 'merged') ??
    kinds.find((each) => each === 'removed' || each === 'mergedAway');
  return kind === undefined ? null : bars[kind];
}

export const isLocked = (view: EditorView, field: MarksField, line: Pick<Line, 'from' | 'to'>) =>
  membersOn(view.state, field, line).some(({ member }) => member.kind === 'locked');

/** What someone else changed on a line. An undecided conflict hides what was merged. */
export function mergeOn(
  view: EditorView,
  field: MarksField,
  line: Pick<Line, 'from' | 'to'>,
): { readonly icon: MergeMark['icon']; readonly note: string } | undefined {
  const marks = membersOn(view.state, field, line).flatMap(({ member, startsAt }) =>
    member.icon !== undefined && startsAt.from === line.from
      ? [{ icon: member.icon, note: member.note ?? '' }]
      : [],
  );
  return marks.find(({ icon }) => icon === 'warning') ?? marks[0];
}

/** The notes of the lines on screen. */
export const notes = (field: MarksField): Extension =>
  onScreen(
    (view): DecorationSet => {
      const { doc } = view.state;
      const found: Range<Decoration>[] = [];
      for (const { from, to } of view.visibleRanges) {
        for (let at = from; at <= to;) {
          const line = doc.lineAt(at);
          const texts = membersOn(view.state, field, line).flatMap(({ member, endsAt }) =>
            member.note !== undefined && endsAt.number === line.number ? [member.note] : [],
          );
          if (texts.length > 0) {
            const widget = new Note(texts.join(' · '));
            found.push(Decoration.widget({ widget, side: 1 }).range(line.to));
          }
          at = line.to + 1;
        }
      }
      return Decoration.set(found);
    },
    (update) => update.startState.field(field) !== update.state.field(field),
  );
