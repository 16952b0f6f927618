/**
 * The fields that were changed both here and in Orb, each with two values to choose from. All of
 * them are one tab stop: arrow keys move through the values, Enter or Space takes one.
 */
import type { EventEditorTexts } from '../../core/texts/eventEditor.ts';
import type { Conflict, Side } from '../../protocol/eventEditor.ts';
import { button, h, icon, outside } from '../dom.ts';
import { fill } from '../fill.ts';
import { visible } from '../../std/visible.ts';
import { labelOf } from './json/analysis.ts';
import { section } from './section.ts';
import { listedPair, noted } from './json/values.ts';

export interface ConflictsPort {
  readonly texts: EventEditorTexts;
  /** `path` is null for all of them. */
  choose(path: readonly string[] | null, side: Side): void;
}

interface Choice {
  readonly element: HTMLButtonElement;
  readonly ring: HTMLElement;
  readonly conflict: number;
  readonly side: Side;
}

export class Conflicts {
  readonly element: HTMLElement;
  readonly #count: HTMLElement;
  readonly #side: HTMLElement;
  readonly #groups = h('div');
  readonly #all: HTMLElement;
  #conflicts: readonly Conflict[] = [];
  #choices: readonly Choice[] = [];
  #drawn = '';

  constructor(private readonly port: ConflictsPort) {
    const { texts } = port;
    const { element, count, side, empty, list } = section(texts.conflicts);
    this.element = element;
    this.#count = count;
    this.#side = side;
    this.#all = h(
      'div',
      { class: 'all-conflicts' },
      button(texts.keepAllYours, 'link', () => port.choose(null, 'yours')),
      button(texts.takeAllOrbs, 'link', () => port.choose(null, 'orbs')),
    );
    empty.remove();
    list.replaceWith(this.#all, this.#groups);
    element.classList.add('conflicts');
    element.hidden = true;
    this.#groups.addEventListener('keydown', (event) => this.#move(event));
  }

  /** @param canChoose false while the text isn't JSON, since no value can be put into it */
  draw(conflicts: readonly Conflict[], canChoose: boolean): void {
    const { texts } = this.port;
    this.#conflicts = conflicts;
    this.element.hidden = conflicts.length === 0;
    const open = conflicts.filter(({ choice }) => choice === null).length;
    this.#count.textContent = String(conflicts.length);
    this.#side.textContent = !canChoose
      ? texts.chooseInvalid
      : open > 0
        ? fill(texts.toChoose, open)
        : fill(texts.chosen, conflicts.length);
    this.#all.hidden = conflicts.length < 2 || !canChoose;
    // Rows that stay are only updated, so that a screen reader says "checked" instead of reading a
    // new row.
    const key = JSON.stringify(conflicts.map((conflict) => ({ ...conflict, choice: null })));
    if (key !== this.#drawn) {
      this.#drawn = key;
      this.#rebuild();
    }
    for (const { element, ring, conflict, side } of this.#choices) {
      const isTaken = conflicts[conflict]?.choice === side;
      element.setAttribute('aria-checked', String(isTaken));
      element.setAttribute('aria-disabled', String(!canChoose));
      ring.className = `codicon codicon-${isTaken ? 'pass-filled' : 'circle-large'}`;
    }
  }

  /** The focused conflict, if any. */
  get focused(): number | undefined {
    return this.#choices.find(({ element }) => element === document.activeElement)?.conflict;
  }

  focus(conflict: number): void {
    this.#focus(this.#choices.findIndex((choice) => choice.conflict === conflict));
  }

  #rebuild(): void {
    const at = this.#choices.findIndex(({ element }) => element === document.activeElement);
    const groups = this.#conflicts.map((conflict, index) => this.#group(conflict, index));
    this.#choices = groups.flatMap(({ choices }) => choices);
    this.#groups.replaceChildren(...groups.map(({ element }) => element));
    this.#stopAt(Math.max(0, at));
    if (at >= 0) this.#focus(Math.min(at, this.#choices.length - 1));
  }

  #group(conflict: Conflict, index: number) {
    const { texts } = this.port;
    const { path, was, yours, orbs } = conflict;
    const [shownYours, shownOrbs] = listedPair(yours ?? texts.missing, orbs ?? texts.missing);
    const before = was === undefined || was === null ? undefined : noted(was);
    const spoken = [String(path.at(-1)), shownYours, shownOrbs, ...(before ? [before] : [])];
    const template = before === undefined ? texts.conflictSpokenNew : texts.conflictSpoken;
    const choices = [
      this.#choice(index, 'yours', yours, shownYours),
      this.#choice(index, 'orbs', orbs, shownOrbs),
    ];
    const element = h(
      'div',
      {
        class: 'conflict',
        role: 'radiogroup',
        aria: { label: fill(template, ...spoken.map((text) => visible(text))) },
      },
      h(
        'div',
        { class: 'conflict-head', aria: { hidden: 'true' } },
        outside(labelOf(path), 'data path'),
        before !== undefined && h('span', { class: 'was muted' }, ...wasParts(texts.was, before)),
      ),
      ...choices.map((choice) => choice.element),
    );
    return { element, choices };
  }

  #choice(conflict: number, side: Side, json: string | null, shown: string): Choice {
    const { texts } = this.port;
    const ring = icon('circle-large');
    const value =
      json === null
        ? h('span', { class: 'muted' }, texts.missing)
        : outside(shown, `data value ${side === 'yours' ? 'new' : 'theirs'}`);
    const element = h(
      'button',
      { class: 'choice', role: 'radio', ...(json === null ? {} : { title: visible(json) }) },
      ring,
      h('span', { class: 'side-name' }, side === 'yours' ? texts.yours : texts.orbs),
      ' ',
      value,
    );
    element.type = 'button';
    element.addEventListener('click', () => {
      const path = this.#conflicts[conflict]?.path;
      const isOff = element.getAttribute('aria-disabled') === 'true';
      this.#stopAt(this.#choices.findIndex((choice) => choice.element === element));
      if (path !== undefined && !isOff) this.port.choose(path, side);
    });
    return { element, ring, conflict, side };
  }

  #move(event: KeyboardEvent): void {
    const at = this.#choices.findIndex(({ element }) => element === event.target);
    const last = this.#choices.length - 1;
    const moves: Partial<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowRight: at + 1,
      ArrowUp: at - 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (at < 0 || to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#focus(Math.min(Math.max(0, to), last));
  }

  #focus(index: number): void {
    this.#stopAt(index);
    this.#choices[index]?.element.focus();
  }

  #stopAt(index: number): void {
    for (const [each, { element }] of this.#choices.entries()) {
      element.tabIndex = each === index ? 0 : -1;
    }
  }
}

/** "was" in the page's font, and the value in the font of data. */
function wasParts(text: string, value: string): readonly (Node | string)[] {
  const at = text.indexOf('{0}');
  return [text.slice(0, at), outside(value, 'data'), text.slice(at + 3)];
}
