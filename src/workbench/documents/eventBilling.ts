/** How Orb bills an open event: asked only when the user does, kept while the event is open. */
import * as vscode from 'vscode';
import type { AskOptions } from '../../billing/billingReader.ts';
import type { Explanation } from '../../core/billing/explanation.ts';
import { describe } from '../../core/describe.ts';
import { isOrbError } from '../../core/errors.ts';
import { sameEvent } from '../../core/eventChanges.ts';
import { tryReadJson } from '../../core/jsonTree.ts';
import type { BillingAnswer, BillingState } from '../../protocol/billing.ts';
import { UserError } from '../userError.ts';

/** Asks Orb, and keeps what it said for some minutes. */
export interface BillingAsker {
  explain(text: string, options: Required<AskOptions>): Promise<Explanation>;
  /** @returns undefined when it can't be read */
  metric(metricId: string): Promise<{ readonly sql: string } | undefined>;
  /** The next question asks Orb again. */
  forget(): void;
}

export interface BillingParts {
  /** For the event's connection. @throws UserError */
  asker(): Promise<BillingAsker>;
  /** What Orb holds, as a document's text, and the document's text now; undefined before the event is read. */
  texts(): { readonly held: string; readonly document: string } | undefined;
  /** An external ID that events were seen of, and that may be meant by one that no customer has. */
  similarCustomer(text: string): Promise<string | undefined>;
  /** By the connection's clock. */
  nowMs(): number;
  /** To be called when `state` is another. */
  changed(): void;
}

const TOO_MANY_REQUESTS = 429;

export class EventBilling {
  #state: BillingState = { isAsking: false, answers: [] };
  #asking: AbortController | undefined;
  #waiting: NodeJS.Timeout | undefined;

  constructor(private readonly parts: BillingParts) {}

  get state(): BillingState {
    return this.#state;
  }

  /** Never rejects: what fails is part of the state. @param isFresh true: nothing is taken from earlier answers */
  async ask(isFresh = false): Promise<void> {
    const texts = this.parts.texts();
    if (texts === undefined || this.#asking !== undefined) return;
    const asking = (this.#asking = new AbortController());
    const { signal } = asking;
    const { answers } = this.#state;
    this.#show({ isAsking: true, answers });
    let next: BillingState = { isAsking: false, answers };
    try {
      const asker = await this.parts.asker();
      if (isFresh) asker.forget();
      const onPause = this.#pauses(asking);
      next = await this.#answer(asker, texts, { signal, onPause });
    } catch (error) {
      if (!signal.aborted) next = { ...next, failure: failureOf(error) };
    }
    if (this.#asking !== asking) return;
    this.#asking = undefined;
    clearTimeout(this.#waiting);
    this.#show(next);
  }

  /** Shows until when a question waits because Orb limits requests. */
  #pauses(asking: AbortController): Required<AskOptions>['onPause'] {
    return ({ status, ms }) => {
      if (status !== TOO_MANY_REQUESTS || this.#asking !== asking) return;
      const { answers, waitsUntilMs = 0 } = this.#state;
      const untilMs = this.parts.nowMs() + ms;
      // Of several requests that wait, the last one counts.
      if (untilMs <= waitsUntilMs) return;
      this.#show({ isAsking: true, answers, waitsUntilMs: untilMs });
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(() => this.#show({ isAsking: true, answers }), ms);
    };
  }

  cancel(): void {
    this.#asking?.abort();
  }

  /** The connection has another key: what it couldn't read may be readable now. */
  renew(): void {
    const { answers, isAsking, failure } = this.#state;
    const isForbidden = answers.some(({ explanation }) => explanation.unavailable === 'forbidden');
    if (failure === undefined && !isForbidden) return;
    this.#state = { isAsking, answers: isForbidden ? [] : answers };
  }

  /** @throws when it can't be read */
  async readMetric(metricId: string): Promise<{ readonly sql: string }> {
    const metric = await (await this.parts.asker()).metric(metricId);
    if (metric === undefined) throw new Error(`Orb has no metric ${metricId} for this API key.`);
    return { sql: metric.sql };
  }

  async #answer(
    asker: BillingAsker,
    { held, document }: { readonly held: string; readonly document: string },
    options: Required<AskOptions>,
  ): Promise<BillingState> {
    const isEdited = !sameEvent(held, document) && tryReadJson(document) !== undefined;
    const texts = isEdited ? [held, document] : [held];
    const [orbs, edited] = await Promise.allSettled(
      texts.map((text) => asker.explain(text, options)),
    );
    if (orbs?.status !== 'fulfilled') throw orbs?.reason;
    const answers: BillingAnswer[] = [{ text: held, explanation: orbs.value }];
    if (edited?.status === 'fulfilled') {
      answers.push({ text: document, explanation: edited.value });
    }
    const similar = orbs.value.customer === null && (await this.parts.similarCustomer(held));
    return {
      isAsking: false,
      answers,
      ...(edited?.status === 'rejected' && { failure: failureOf(edited.reason) }),
      ...(typeof similar === 'string' && { similarCustomer: similar }),
    };
  }

  #show(state: BillingState): void {
    this.#state = state;
    this.parts.changed();
  }
}

function failureOf(error: unknown): NonNullable<BillingState['failure']> {
  if (error instanceof UserError) {
    const needsKey =
      error.nextStep !== undefined &&
      'command' in error.nextStep &&
      error.nextStep.command === 'orb.connections.replaceKey';
    return { sentence: error.message, action: needsKey ? 'replaceKey' : 'askBilling' };
  }
  if (isOrbError(error, 'timedOut')) {
    return { sentence: vscode.l10n.t("Orb didn't respond."), action: 'askBilling' };
  }
  const { message, nextStep } = describe(error);
  return { sentence: message, action: nextStep === 'replaceKey' ? 'replaceKey' : 'askBilling' };
}
