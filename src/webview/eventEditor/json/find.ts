/**
 * Find and replace with the look and the keys of VS Code's. CodeMirror searches; this is the widget
 * with its inputs and results.
 */
import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  openSearchPanel,
  replaceAll,
  replaceNext,
  search,
  SearchQuery,
  setSearchQuery,
} from '@codemirror/search';
import { EditorSelection, EditorState, type Extension } from '@codemirror/state';
import {
  EditorView,
  keymap,
  runScopeHandlers,
  type Panel,
  type ViewUpdate,
} from '@codemirror/view';
import type { EventEditorTexts } from '../../../core/texts/eventEditor.ts';
import { h, icon, iconButton } from '../../dom.ts';
import { fill } from '../../fill.ts';
import { Matches } from './matches.ts';

type Option = 'caseSensitive' | 'wholeWord' | 'regexp';
/** Key with Alt, and icon, as in VS Code's find widget. */
const OPTIONS = {
  caseSensitive: { code: 'KeyC', icon: 'case-sensitive' },
  wholeWord: { code: 'KeyW', icon: 'whole-word' },
  regexp: { code: 'KeyR', icon: 'regex' },
} as const;
const optionNames = Object.keys(OPTIONS) as readonly Option[];

export function find(texts: EventEditorTexts): Extension {
  let panel: FindPanel | undefined;
  const open = (view: EditorView) => openSearchPanel(view);
  const openReplace = (view: EditorView) => {
    open(view);
    panel?.showReplace(true);
    return true;
  };
  const scope = 'editor search-panel';
  return [
    search({
      top: true,
      literal: true,
      createPanel: (view) => (panel = new FindPanel(view, texts)),
    }),
    keymap.of([
      { key: 'Mod-f', run: open, scope },
      { key: 'Ctrl-h', mac: 'Mod-Alt-f', run: openReplace, scope },
      { key: 'F3', run: findNext, shift: findPrevious, scope, preventDefault: true },
      { mac: 'Mod-g', run: findNext, shift: findPrevious, scope, preventDefault: true },
      { key: 'Escape', run: closeSearchPanel, scope },
    ]),
    EditorState.phrases.of({
      'current match': texts.currentMatch,
      'on line': texts.onLine,
      'replaced match on line $': texts.replacedOnLine,
      'replaced $ matches': texts.replacedMatches,
    }),
  ];
}

class FindPanel implements Panel {
  readonly top = true;
  readonly dom: HTMLElement;
  readonly #view: EditorView;
  readonly #texts: EventEditorTexts;
  readonly #matches = new Matches(() => this.#showCount());
  readonly #find: HTMLInputElement;
  readonly #replace: HTMLInputElement;
  readonly #options: Readonly<Record<Option, HTMLButtonElement>>;
  readonly #count: HTMLElement;
  readonly #toggle: HTMLButtonElement;
  readonly #replaceRow: HTMLElement;
  readonly #needMatch: readonly HTMLButtonElement[];
  #isReplacing = false;

  constructor(view: EditorView, texts: EventEditorTexts) {
    this.#view = view;
    this.#texts = texts;
    this.#find = field(texts.find, () => this.#ask(true));
    // CodeMirror puts the focus here.
    this.#find.setAttribute('main-field', 'true');
    this.#replace = field(texts.replace, () => this.#ask(false));
    const option = (name: Option) => {
      const { code, icon: shown } = OPTIONS[name];
      const title = `${texts[name]} (Alt+${code.at(-1) ?? ''})`;
      return iconButton(shown, title, () => this.#flip(name));
    };
    this.#options = {
      caseSensitive: option('caseSensitive'),
      wholeWord: option('wholeWord'),
      regexp: option('regexp'),
    };
    this.#count = h('span', { class: 'find-count', role: 'status' });
    const previous = iconButton('arrow-up', `${texts.previousMatch} (Shift+Enter)`, () =>
      findPrevious(view),
    );
    const next = iconButton('arrow-down', `${texts.nextMatch} (Enter)`, () => findNext(view));
    const close = iconButton('close', `${texts.close} (Escape)`, () => this.#close());
    const one = iconButton('replace', `${texts.replaceOne} (Enter)`, () => replaceNext(view));
    const all = iconButton('replace-all', texts.replaceAll, () => replaceAll(view));
    this.#needMatch = [previous, next, one, all];
    this.#toggle = iconButton('chevron-right', texts.toggleReplace, () =>
      this.showReplace(!this.#isReplacing),
    );
    this.#toggle.classList.add('find-toggle');
    const boxOf = (...children: readonly HTMLElement[]) =>
      h('div', { class: 'find-box' }, ...children);
    this.#replaceRow = h(
      'div',
      { class: 'find-row', hidden: true },
      boxOf(this.#replace),
      one,
      all,
    );
    this.dom = h(
      'div',
      { class: 'find', role: 'search' },
      this.#toggle,
      h(
        'div',
        { class: 'find-rows' },
        h(
          'div',
          { class: 'find-row' },
          boxOf(this.#find, ...optionNames.map((name) => this.#options[name])),
          this.#count,
          previous,
          next,
          close,
        ),
        this.#replaceRow,
      ),
    );
    this.dom.addEventListener('keydown', (event) => this.#key(event));
    this.showReplace(false);
    this.#showQuery(getSearchQuery(view.state));
  }

  mount(): void {
    this.#find.select();
  }

  update({ state, startState, docChanged, selectionSet, transactions }: ViewUpdate): void {
    const effects = transactions.flatMap((transaction) => transaction.effects);
    const asked = effects.findLast((effect) => effect.is(setSearchQuery));
    if (asked !== undefined) this.#showQuery(asked.value);
    else if (docChanged) this.#matches.look(state, getSearchQuery(state));
    else if (selectionSet) this.#showCount();
    if (state.readOnly !== startState.readOnly) this.showReplace(this.#isReplacing);
  }

  destroy(): void {
    this.#matches.stop();
  }

  showReplace(on: boolean): void {
    const { readOnly } = this.#view.state;
    const isShown = on && !readOnly;
    this.#isReplacing = on;
    this.#toggle.hidden = readOnly;
    this.#replaceRow.hidden = !isShown;
    this.#toggle.setAttribute('aria-expanded', String(isShown));
    this.#toggle.replaceChildren(icon(isShown ? 'chevron-down' : 'chevron-right'));
  }

  /** @param moves goes to the match at or after the selection, as VS Code does while typing */
  #ask(moves: boolean, changed: Partial<Record<Option, boolean>> = {}): void {
    const view = this.#view;
    const { caseSensitive, wholeWord, regexp } = getSearchQuery(view.state);
    const query = new SearchQuery({
      search: this.#find.value,
      replace: this.#replace.value,
      literal: true,
      ...{ caseSensitive, wholeWord, regexp, ...changed },
    });
    view.dispatch({ effects: setSearchQuery.of(query) });
    if (!moves || !query.valid) return;
    const found = firstMatch(view.state, query);
    if (found === undefined) return;
    const selection = EditorSelection.single(found.from, found.to);
    view.dispatch({
      selection,
      effects: EditorView.scrollIntoView(selection.main, { y: 'nearest', yMargin: 40 }),
      userEvent: 'select.search',
    });
  }

  #flip(name: Option): void {
    this.#ask(true, { [name]: !getSearchQuery(this.#view.state)[name] });
  }

  #close(): void {
    closeSearchPanel(this.#view);
    this.#view.focus();
  }

  #showQuery(query: SearchQuery): void {
    if (this.#find.value !== query.search) this.#find.value = query.search;
    if (this.#replace.value !== query.replace) this.#replace.value = query.replace;
    for (const name of optionNames) {
      this.#options[name].setAttribute('aria-pressed', String(query[name]));
    }
    // Only a regular expression can be invalid.
    const isWrong = query.search !== '' && !query.valid;
    this.#find.setAttribute('aria-invalid', String(isWrong));
    this.#matches.look(this.#view.state, query);
  }

  #showCount(): void {
    const { main } = this.#view.state.selection;
    const { total, hasMore } = this.#matches;
    const isEmpty = this.#find.value === '';
    const place = this.#matches.placeOf(main);
    this.#count.textContent = isEmpty
      ? ''
      : total === 0
        ? this.#texts.noResults
        : fill(this.#texts.matchOf, place ?? '?', `${total}${hasMore ? '+' : ''}`);
    this.#count.classList.toggle('find-none', !isEmpty && total === 0);
    for (const needs of this.#needMatch) needs.disabled = total === 0;
  }

  #key(event: KeyboardEvent): void {
    const option = event.altKey
      ? optionNames.find((name) => OPTIONS[name].code === event.code)
      : undefined;
    if (option !== undefined) this.#flip(option);
    else if (event.key === 'Enter' && event.target === this.#find) {
      (event.shiftKey ? findPrevious : findNext)(this.#view);
    } else if (event.key === 'Enter' && event.target === this.#replace) replaceNext(this.#view);
    else if (!runScopeHandlers(this.#view, event, 'search-panel')) return;
    event.preventDefault();
  }
}

/** At or after the selection, else from the start. */
function firstMatch(state: EditorState, query: SearchQuery) {
  const { from } = state.selection.main;
  // A search that starts inside a word mistakes the rest of it for a whole word.
  const cursor = query.getCursor(state, state.doc.lineAt(from).from);
  for (let next = cursor.next(); next.done !== true; next = cursor.next()) {
    if (next.value.from >= from) return next.value;
  }
  const first = query.getCursor(state).next();
  return first.done === true ? undefined : first.value;
}

function field(label: string, onInput: () => void): HTMLInputElement {
  const input = h('input', { aria: { label } });
  Object.assign(input, { type: 'text', placeholder: label, spellcheck: false, oninput: onInput });
  return input;
}
