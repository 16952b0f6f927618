/** A problem's row: its message, its line, and its fixes as links. */
import type { Text } from '@codemirror/state';
import type { EventEditorTexts } from '../../core/texts/eventEditor.ts';
import type { Problem } from '../../protocol/eventEditor.ts';
import { button, h, icon, outside } from '../dom.ts';
import { fill } from '../fill.ts';
import { visible } from '../../std/visible.ts';
import type { Row } from './list.ts';

interface ProblemPort {
  readonly texts: EventEditorTexts;
  goTo(offset: number): void;
  fix(problem: Problem, index: number): void;
}

export function problemRow(problem: Problem, text: Text, port: ProblemPort): Row {
  const { texts } = port;
  const { severity, message, start } = problem;
  const line = text.lineAt(Math.min(start, text.length)).number;
  const fixes = problem.fixes.map((title, index) =>
    button(title, 'link', () => port.fix(problem, index)),
  );
  return {
    class: 'problem',
    spoken: fill(
      texts.problemSpoken,
      severity === 'error' ? texts.error : texts.warning,
      line,
      visible(message),
    ),
    onPress: () => port.goTo(start),
    content: [
      icon(severity, `tone-${severity}`),
      h(
        'div',
        {},
        h('div', { aria: { hidden: 'true' } }, outside(message)),
        h(
          'div',
          { class: 'muted' },
          h(
            'span',
            { aria: { hidden: 'true' } },
            fill(texts.line, line),
            fixes.length > 0 && ' · ',
          ),
          ...fixes.flatMap((each, index) => (index === 0 ? [each] : [' · ', each])),
        ),
      ),
    ],
    actions: fixes,
  };
}
