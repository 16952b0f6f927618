/**
 * Shows invisible characters, and those that change the direction of text, as their code points in
 * a box.
 */
import type { Extension } from '@codemirror/state';
import { highlightSpecialChars } from '@codemirror/view';
import { h } from '../../dom.ts';
import { fill } from '../../fill.ts';
import { codePoint, HIDDEN } from '../../../std/visible.ts';

/** In a document with CRLF, carriage returns are part of the line ends. */
const shown = new RegExp(
  HIDDEN.source.replace('\\u0000-\\u001f', '\\u0000-\\u0008\\u000b-\\u001f'),
  'g',
);

export const controls = (label: string): Extension =>
  highlightSpecialChars({
    specialChars: shown,
    render: (code) => {
      const name = codePoint(String.fromCodePoint(code));
      return h(
        'span',
        { class: 'control', title: fill(label, name), aria: { label: fill(label, name) } },
        name,
      );
    },
  });
