/** The section Billing: shows what Orb says when the user has asked. Nothing here asks by itself. */
import { editsFor } from '../../../core/edits.ts';
import { tryReadJson } from '../../../core/jsonTree.ts';
import type { ApplicablePrice } from '../../../core/billing/explanation.ts';
import type { EventEditorTexts } from '../../../core/texts/eventEditor.ts';
import type { Action, EventState, TextChange } from '../../../protocol/eventEditor.ts';
import { h } from '../../dom.ts';
import { fill } from '../../fill.ts';
import { clockText } from '../../time.ts';
import { drawBody, drawHeadEnd } from './draw.ts';
import type { DrawPort } from './drawParts.ts';
import type { BillingAct, BillingView } from './parts.ts';
import { ALL } from './rows.ts';
import { setStop, STOP, stopKeys } from './stops.ts';
import type { KnownSql } from './terms.ts';
import { billingView } from './view.ts';
import './billing.css';

export interface BillingPort {
  readonly texts: EventEditorTexts;
  run(action: Action): void;
  copy(text: string): void;
  goTo(offset: number): void;
  /** Changes the document. */
  edit(edits: readonly TextChange[]): void;
  /** Asks Orb for a metric's SQL. */
  readSql(metricId: string): Promise<string>;
  announce(text: string): void;
  /** The focused row is gone, and nothing took its place. */
  focusText(): void;
}

export interface BillingSubject {
  readonly state: EventState;
  readonly text: string;
  lineAt(offset: number): number;
  /** By the connection's clock. */
  readonly nowMs: number;
}

export class Billing {
  readonly element: HTMLElement;
  readonly #headEnd = h('div', { class: 'billing-head-end' });
  readonly #body = h('div', { class: 'billing-body' });
  readonly #open = new Set<string>();
  readonly #sql = new Map<string, KnownSql>();
  #subject: BillingSubject | undefined;
  #view: BillingView | undefined;
  #drawn = '';
  #wasAsking = false;
  #waitsUntilMs: number | undefined;

  constructor(private readonly port: BillingPort) {
    const head = h(
      'div',
      { class: 'section-head stops' },
      h('h2', {}, port.texts.billing.title),
      this.#headEnd,
    );
    this.element = h('section', { class: 'billing', hidden: true }, head, this.#body);
    stopKeys(this.element);
  }

  draw(subject: BillingSubject): void {
    this.#subject = subject;
    const { billing } = subject.state;
    this.element.hidden = billing === undefined;
    if (billing === undefined) return;
    const isAsking = billing.isAsking;
    const [hasBegun, hasEnded] = [isAsking && !this.#wasAsking, !isAsking && this.#wasAsking];
    this.#wasAsking = isAsking;
    this.#redraw();
    if (hasBegun) this.port.announce(this.port.texts.billing.asking);
    this.#announceWait(billing.waitsUntilMs);
    if (hasEnded) this.port.announce(this.#view?.announced ?? '');
  }

  /** Scrolls to it and focuses it. */
  show(): void {
    this.element.scrollIntoView({ block: 'nearest' });
    this.element.querySelector<HTMLElement>('[data-stop][tabindex="0"]')?.focus();
  }

  #announceWait(untilMs: number | undefined): void {
    if (untilMs !== undefined && untilMs !== this.#waitsUntilMs) {
      this.port.announce(fill(this.port.texts.billing.waiting, clockText(untilMs)));
    }
    this.#waitsUntilMs = untilMs;
  }

  #redraw(): void {
    const subject = this.#subject;
    const billing = subject?.state.billing;
    if (subject === undefined || billing === undefined) return;
    const { state, text, nowMs } = subject;
    const root = billing.answers.length === 0 ? undefined : tryReadJson(text);
    const view = billingView(this.port.texts.billing, {
      state,
      billing,
      text,
      parsed: root && { text, root, lineAt: (offset) => subject.lineAt(offset) },
      nowMs,
      open: this.#open,
      sqlOf: (price) => this.#sqlOf(price),
    });
    this.#view = view;
    const key = JSON.stringify(view);
    if (key === this.#drawn) return;
    this.#drawn = key;
    const { activeElement } = document;
    const hadFocus = this.element.contains(activeElement);
    const wanted = this.element.querySelector<HTMLElement>('[data-stop][tabindex="0"]')?.dataset[
      STOP
    ];
    const port: DrawPort = { texts: this.port.texts.billing, act: (act) => this.#act(act) };
    this.element.classList.toggle('stale', view.isStale);
    this.#headEnd.replaceChildren(...drawHeadEnd(view, port));
    this.#body.replaceChildren(...drawBody(view, port));
    const stop = setStop(this.element, wanted);
    if (!hadFocus) return;
    if (stop === undefined) this.port.focusText();
    else stop.focus();
  }

  #sqlOf(price: ApplicablePrice & { readonly sql?: string }): KnownSql {
    return price.sql === undefined ? this.#sql.get(price.metricId ?? '') : { sql: price.sql };
  }

  #act(act: BillingAct): void {
    switch (act.kind) {
      case 'run':
        this.port.run(act.action);
        break;
      case 'copy':
        this.port.copy(act.text);
        break;
      case 'goTo':
        this.port.goTo(act.offset);
        break;
      case 'toggle':
        this.#toggle(act.id, act.metricId ?? undefined);
        break;
      case 'fix': {
        const text = this.#subject?.text ?? '';
        const root = tryReadJson(text);
        if (root !== undefined) this.port.edit(editsFor(text, root, act.fix));
      }
    }
  }

  #toggle(id: string, metricId: string | undefined): void {
    if (this.#open.has(id)) this.#open.delete(id);
    else this.#open.add(id);
    if (id === ALL) this.#openKnown();
    if (metricId !== undefined && this.#open.has(id)) this.#read(metricId);
    this.#redraw();
  }

  /** Show SQL shows what is known at once; the rest is read where it's unfolded. */
  #openKnown(): void {
    for (const { explanation } of this.#subject?.state.billing?.answers ?? []) {
      for (const { priceId, sql } of explanation.prices) {
        if (sql !== undefined) this.#open.add(priceId);
      }
    }
  }

  #read(metricId: string): void {
    const known = this.#sql.get(metricId);
    if (known !== undefined && known !== 'failed') return;
    if (this.#isKnown(metricId)) return;
    this.#sql.set(metricId, 'reading');
    void this.port
      .readSql(metricId)
      .then(
        (sql) => this.#sql.set(metricId, { sql }),
        () => this.#sql.set(metricId, 'failed'),
      )
      .then(() => this.#redraw());
  }

  #isKnown(metricId: string): boolean {
    const answers = this.#subject?.state.billing?.answers ?? [];
    return answers.some(({ explanation }) =>
      explanation.prices.some((price) => price.metricId === metricId && price.sql !== undefined),
    );
  }
}
