/** JSON text in the editor's colors, with the places of problems underlined. */
import { JsonScan } from '../../core/jsonScan.ts';
import type { ShownBody } from '../../core/traffic/requestDetail.ts';
import { visible } from '../../std/visible.ts';
import { h } from '../dom.ts';

const BRACKETS = 3;

/** The body as the content of a `pre`. */
export function bodyText({ text, isJson, marks }: ShownBody): DocumentFragment {
  const fragment = document.createDocumentFragment();
  if (!isJson) {
    fragment.append(lines(text));
    return fragment;
  }
  const marked = new Map(marks.map((mark) => [mark.start, mark]));
  const scan = new JsonScan(text);
  let written = 0;
  for (let token = scan.next(); !['end', 'open', 'broken'].includes(token); token = scan.next()) {
    const source = text.slice(scan.start, scan.end);
    const space = text.slice(written, scan.start);
    written = scan.end;
    const name = classOf(token, source, isKey(text, scan.end), scan.depth);
    const mark = marked.get(scan.start);
    const isMarked = mark?.end === scan.end;
    fragment.append(space);
    if (name === '' && !isMarked) fragment.append(source);
    else {
      const props = isMarked
        ? { class: `${name} squiggle squiggle-${mark.severity}`, title: visible(mark.message) }
        : { class: name };
      fragment.append(h('span', props, visible(source)));
    }
  }
  // What was cut off, or isn't JSON after all.
  fragment.append(lines(text.slice(written)));
  return fragment;
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => visible(line.replace(/\r$/, '')))
    .join('\n');

const isKey = (text: string, end: number) => /^\s*:/.test(text.slice(end, end + 8));

function classOf(token: string, source: string, isAKey: boolean, depth: number): string {
  if (token === 'text') return isAKey ? 'tok-propertyName' : 'tok-string';
  if (token === 'word') return /^[-\d]/.test(source) ? 'tok-number' : 'tok-keyword';
  if (token === '{' || token === '[') return `bracket-${((depth - 1) % BRACKETS) + 1}`;
  if (token === '}' || token === ']') return `bracket-${(depth % BRACKETS) + 1}`;
  return '';
}
