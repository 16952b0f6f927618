/**
 * Token colors, bracket colors by depth, and indent guides, all as classes: the style sheet takes
 * the colors from the theme.
 */
import { syntaxHighlighting, syntaxTree } from '@codemirror/language';
import { RangeSetBuilder, type Extension } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { onScreen } from './onScreen.ts';

const bracketMarks = [1, 2, 3].map((depth) => Decoration.mark({ class: `bracket-${depth}` }));
const MAX_GUIDES = 8;
const guideLines = Array.from({ length: MAX_GUIDES + 1 }, (_, depth) =>
  Decoration.line({ class: `indent indent-${depth}` }),
);

function brackets(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    let depth = 0;
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: ({ name, from: start, to: end }) => {
        if (name === 'Object' || name === 'Array') depth += 1;
        if (!'{}[]'.includes(name) || start < from || end > to) return;
        const mark = bracketMarks[(depth - 1) % bracketMarks.length];
        if (mark !== undefined) builder.add(start, end, mark);
      },
      leave: ({ name }) => {
        if (name === 'Object' || name === 'Array') depth -= 1;
      },
    });
  }
  return builder.finish();
}

function guides(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      const spaces = /^ */.exec(line.text)?.[0].length ?? 0;
      const guide = guideLines[Math.min(MAX_GUIDES, Math.floor(spaces / 2))];
      if (guide !== undefined && spaces > 0) builder.add(line.from, line.from, guide);
      at = line.to + 1;
    }
  }
  return builder.finish();
}

const isParsed = ({ startState, state }: ViewUpdate) =>
  syntaxTree(startState) !== syntaxTree(state);

export const colors: Extension = [
  syntaxHighlighting(classHighlighter),
  onScreen(brackets, isParsed),
  onScreen(guides, () => false),
];
