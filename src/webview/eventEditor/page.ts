/** Puts the page together. The host has the document; the page only has what is on screen. */
import type { EditorView } from '@codemirror/view';
import type { Remote } from '../../protocol/rpc.ts';
import type {
  Action,
  DocumentChange,
  DocumentText,
  Opening,
  PageState,
  Problem,
  Side,
  ToHost,
} from '../../protocol/eventEditor.ts';
import { h, redraw } from '../dom.ts';
import { fill } from '../fill.ts';
import type { Host } from '../host.ts';
import { drawModeRow } from '../modeRow.ts';
import { createAmend } from './amend.ts';
import { analyse, countChanges, restore } from './json/analysis.ts';
import type { Analysis, PlacedChange } from './json/analysis.ts';
import type { Connection } from './connection.ts';
import { createFooter } from './footer.ts';
import { footerView } from './footerView.ts';
import { drawHead } from './head.ts';
import { applyTold, createJsonEditor, setReadOnly } from './json/editor.ts';
import { setAnalysis } from './json/notes.ts';
import { mapProblems, problemsOf, setProblems } from './json/problems.ts';
import { keepText, restoredChanges } from './keptText.ts';
import { keyNamesOf, pageKeys } from './keys.ts';
import { Lists } from './lists.ts';
import { createMessage } from './message.ts';
import { Sync } from './json/sync.ts';
import { edit, goTo, openConflicts } from './textActions.ts';
import { focusFirst, keepView, restoredView } from './viewState.ts';

export interface EventEditorPage {
  /** The host was asked for everything again, or another one has taken over. */
  reopened(opening: Opening): void;
  show(state: PageState, nowMs: number, texts?: Opening['texts']): void;
  told(news: DocumentChange | DocumentText): void;
  problems(version: number, problems: readonly Problem[]): void;
  settle(): Promise<void>;
  /** Scrolls to the section Billing and focuses it. */
  showBilling(): void;
}

interface Parts {
  readonly opening: Opening;
  readonly remote: Remote<ToHost>;
  readonly connection: Connection;
  readonly host: Host;
  readonly nonce: string;
}

/** Above this many characters, the comparison with what Orb holds waits for a pause in typing. */
const COMPARE_AT_ONCE = 30_000;
const COMPARE_PAUSE_MS = 120;
/**
 * The list of problems is redrawn this long after the last key, so that it doesn't jump in
 * mid-word.
 */
const LIST_PAUSE_MS = 300;
/** Ages change every minute. */
const AGE_MS = 30_000;

export function createPage({ opening, remote, connection, host, nonce }: Parts): EventEditorPage {
  let { texts } = opening;
  const mac = navigator.userAgent.includes('Mac');
  const keyNames = keyNamesOf(mac);
  const modeRow = h('div', { role: 'banner' });
  const head = h('header');
  const json = h('div', { class: 'json' });
  const announcer = h('div', { class: 'spoken', role: 'status' });
  const main = h('main');
  const message = createMessage(texts, (action) => run(action));

  let state: PageState = opening.state;
  let clockAheadMs = opening.nowMs - Date.now();
  let analysis: Analysis = { kind: 'valid', changes: [], merged: [], conflicts: [], locked: [] };
  let compared = '';
  let mergeKey = '';
  let compareTimer: number | undefined;
  let listTimer: number | undefined;
  let lastKeyMs = 0;
  /** Problems that aren't marked yet, because the page and the host don't have the same text. */
  let told: { readonly version: number; readonly problems: readonly Problem[] } | undefined;

  const amend = createAmend(
    (action, text) => remote.run({ action, text }),
    () => (state.kind === 'event' ? state.status.kind : undefined),
    () => view.state.doc.toString(),
  );
  const run = (action: Action) => {
    if (action === 'amend' || action === 'retry') amend.ask(action);
    else void remote.run({ action }).catch(() => undefined);
  };
  const announce = (text: string) => {
    announcer.textContent = '';
    announcer.textContent = text;
  };
  const copy = (text: string) => {
    void remote.copy({ text }).catch(() => undefined);
    announce(texts.copied);
  };
  const footer = createFooter({
    texts,
    run,
    goToFirstError: () => goTo(view, problemsOf(view.state)[0]?.start ?? 0),
  });
  const lists = new Lists({
    texts,
    language: opening.language,
    goTo: (offset) => goTo(view, offset),
    restore: restoreChange,
    fix,
    openStep,
    choose: (path, side) => choose(path, side),
    takeOut: (path) => whenSettled(() => remote.takeOut({ path })),
    focusText: () => view.focus(),
    run,
    copy,
    announce,
    edit: (edits) => edit(view, edits),
    readSql: async (metricId) => (await remote.metric({ metricId })).sql,
  });
  const sync = new Sync(
    {
      send: (edit) => connection.awaited(remote.edit(edit)),
      apply: (changes) => applyTold(view, changes),
    },
    opening.document,
  );
  const restored = restoredView(host);
  const view: EditorView = createJsonEditor({
    text: opening.document.text,
    texts,
    nonce,
    ...(restored === undefined ? {} : { selection: restored }),
    onEdit(changes) {
      lastKeyMs = Date.now();
      sync.local(changes);
      keepTyped();
    },
    onChange: changed,
    onHistory: (step) => void remote.history({ step }).catch(() => undefined),
    onCompose: (composing) => sync.pause(composing),
    onFix: fix,
    assistant: {
      complete: (offset, signal) =>
        settled((version) => remote.complete({ version, offset }, signal)),
      hover: (offset) => settled((version) => remote.hover({ version, offset })),
    },
  });
  json.append(view.dom);
  main.append(head, h('div', { class: 'body' }, json, lists.element), footer.element);
  document.body.append(modeRow, main, message.element, announcer);
  keepView(host, view, restored);
  pageKeys({
    view,
    isMac: mac,
    conflicts: lists.conflicts,
    analysis: () => analysis,
    openConflicts: () => openConflicts(state, analysis),
    save: () => amend.ask('amend'),
  });
  const typedBefore = restoredChanges(host, opening.document.text);
  const keepTyped = keepText(host, sync, () => view.state.doc.toString());
  setInterval(() => drawHeadOf(state), AGE_MS);
  show(opening.state);
  compare();
  if (typedBefore !== undefined)
    view.dispatch({ changes: typedBefore, userEvent: 'input.restore' });
  focusFirst(view, restored !== undefined);

  /** Asks the host about the current text; ignores the response if the user has typed since. */
  async function settled<T>(ask: (version: number) => Promise<T>): Promise<T | undefined> {
    await sync.settle();
    const { version } = sync;
    const answer = await ask(version);
    return sync.isSettled && sync.version === version ? answer : undefined;
  }

  function show(next: PageState, nextTexts = texts): void {
    texts = nextTexts;
    const heldBefore = state.kind === 'event' ? state.held : undefined;
    const modeBefore = modeRow.className;
    const mergeBefore = mergeKey;
    state = next;
    amend.heard();
    const { connection } = next;
    if (connection !== undefined || modeBefore === '') drawModeRow(modeRow, connection, texts);
    main.hidden = next.kind !== 'event';
    message.show(next);
    if (next.kind !== 'event') return;
    const { event } = next;
    const mode = texts.modeSpoken[next.connection.mode];
    main.setAttribute('aria-label', fill(texts.pageName, event.name, next.connection.name, mode));
    setReadOnly(view, next.status.kind === 'readOnly');
    drawHeadOf(next);
    lists.drawHistory(next.history, Date.now() + clockAheadMs);
    mergeKey = JSON.stringify(next.merge);
    const isSame = next.held === heldBefore && mergeKey === mergeBefore;
    if (isSame && analysis.kind === 'valid') drawState();
    else compare();
  }

  function drawHeadOf(shown: PageState): void {
    if (shown.kind !== 'event') return;
    const nowMs = Date.now() + clockAheadMs;
    const port = { texts, language: opening.language, run, copy };
    redraw(head, () => drawHead(head, shown, nowMs, port));
  }

  function changed(): void {
    if (listTimer !== undefined) listProblemsLater();
    clearTimeout(compareTimer);
    if (view.state.doc.length <= COMPARE_AT_ONCE) queueMicrotask(compare);
    else compareTimer = setTimeout(compare, COMPARE_PAUSE_MS);
  }

  function compare(): void {
    if (state.kind !== 'event') return;
    const text = view.state.doc.toString();
    const key = [state.held, mergeKey, text].join('\u0000');
    if (key !== compared) {
      compared = key;
      analysis = analyse(state.held, text, state.merge);
      if (isDraft() && analysis.kind === 'valid') analysis = { ...analysis, locked: [] };
      view.dispatch({ effects: setAnalysis.of(analysis) });
    }
    drawState();
  }

  /** Updates everything that depends on the text, the problems, and the status. */
  function drawState(): void {
    if (state.kind !== 'event') return;
    const problems = problemsOf(view.state);
    lists.drawMerge(state.merge, analysis);
    lists.drawChanges(analysis, problems, state.status.kind === 'readOnly');
    if (listTimer === undefined) lists.drawProblems(problems, view.state.doc);
    lists.billing.draw({
      state,
      text: view.state.doc.toString(),
      lineAt: (offset) => view.state.doc.lineAt(offset).number,
      nowMs: Date.now() + clockAheadMs,
    });
    // A line may be written back with errors; only what is sent must be valid.
    const errors = isDraft() ? [] : problems.filter(({ severity }) => severity === 'error');
    const first = errors[0];
    const input = {
      ...keyNames,
      state,
      changes: countChanges(analysis),
      merged: (analysis.kind === 'valid' ? analysis : state.merge)?.merged.length ?? 0,
      errors: errors.length,
      errorLine: first && view.state.doc.lineAt(first.start).number,
    };
    footer.draw(footerView(texts, input), state.connection);
  }

  function isDraft(): boolean {
    return state.kind === 'event' && state.event.state === 'draft';
  }

  function markProblems(): void {
    if (told?.version !== sync.version) return;
    const { ahead } = sync;
    const here = ahead === undefined ? told.problems : mapProblems(told.problems, ahead);
    told = undefined;
    view.dispatch({ effects: setProblems.of(here) });
  }

  function listProblemsLater(): void {
    clearTimeout(listTimer);
    const wait = Math.max(0, lastKeyMs + LIST_PAUSE_MS - Date.now());
    listTimer = setTimeout(() => {
      listTimer = undefined;
      markProblems();
      drawState();
    }, wait);
  }

  function choose(path: readonly string[] | null, side: Side): void {
    whenSettled(() => remote.choose({ path, side }));
  }

  /** Actions that change the text in the host wait until everything typed is there. */
  function whenSettled(ask: () => Promise<void>): void {
    void sync
      .settle()
      .then(ask)
      .catch(() => undefined);
  }

  function restoreChange(change: PlacedChange): void {
    if (state.kind !== 'event') return;
    edit(view, restore(state.held, view.state.doc.toString(), change));
    focusNextProblem();
  }

  function fix(problem: Problem, index: number): void {
    void sync
      .settle()
      .then(() => remote.fix({ problem: problem.id, index }))
      .then(focusNextProblem, () => undefined);
  }

  function openStep(id: string): void {
    void remote.openStep({ id }).catch(() => undefined);
  }

  /** Moves the focus after a fix: to the next problem, or else to the text. */
  function focusNextProblem(): void {
    if (!lists.focusProblem()) view.focus();
  }

  return {
    reopened(next) {
      told = undefined;
      sync.restart(next.document);
      this.show(next.state, next.nowMs, next.texts);
    },
    show(next, nowMs, nextTexts) {
      clockAheadMs = nowMs - Date.now();
      show(next, nextTexts);
    },
    told: (news) => sync.told(news),
    problems(version, problems) {
      told = { version, problems };
      markProblems();
      listProblemsLater();
    },
    showBilling: () => lists.billing.show(),
    settle: () => sync.settle(),
  };
}
