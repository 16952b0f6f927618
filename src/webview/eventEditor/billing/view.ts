/** The content of the section Billing for each state, from what Orb said and the texts as they are now. */
import type { ApplicablePrice } from '../../../core/billing/explanation.ts';
import type { BillingTexts } from '../../../core/texts/billing.ts';
import type { BillingState } from '../../../protocol/billing.ts';
import type { EventState } from '../../../protocol/eventEditor.ts';
import { fill } from '../../fill.ts';
import { clockText } from '../../time.ts';
import { announcementOf } from './announcement.ts';
import { factsOf } from './facts.ts';
import { figuresOf } from './figures.ts';
import { messageOf, rowsInsteadOf } from './messages.ts';
import type { BillingMessage, BillingPart, BillingView } from './parts.ts';
import type { ReasonText } from './reasons.ts';
import { rowsOf, type RowParts } from './rows.ts';
import { shownOf, type Shown } from './shown.ts';
import { notesOf, type KnownSql } from './terms.ts';

export interface BillingInput {
  readonly state: EventState;
  readonly billing: BillingState;
  /** The document's text. */
  readonly text: string;
  /** The same, parsed; undefined while it isn't JSON. */
  readonly parsed: ReasonText | undefined;
  readonly nowMs: number;
  readonly open: ReadonlySet<string>;
  readonly sqlOf: (price: ApplicablePrice) => KnownSql;
}

const EMPTY: BillingView = {
  side: undefined,
  refresh: 'none',
  isStale: false,
  facts: [],
  rows: [],
  totals: [],
  notes: [],
  announced: '',
};

export function billingView(texts: BillingTexts, input: BillingInput): BillingView {
  const { state, billing } = input;
  const shown = shownOf(billing.answers, state.held, input.text);
  const isDeprecated = state.event.state === 'deprecated' || shown?.now.deprecated === true;
  if (isDeprecated) return only({ sentence: [texts.deprecated] });
  if (shown !== undefined) return answered(texts, input, shown);
  if (billing.isAsking) {
    const waiting = waitingOf(texts, billing);
    return only({ icon: 'loading', sentence: [waiting ?? texts.asking, ' ', cancel(texts)] });
  }
  if (billing.failure !== undefined) return only(failure(texts, billing.failure));
  const act = { kind: 'run', action: 'askBilling' } as const;
  return only({ sentence: [{ kind: 'link', text: texts.ask, act }] });
}

const only = (message: BillingMessage): BillingView => {
  const words = message.sentence.filter((part) => typeof part === 'string').join('');
  return { ...EMPTY, message, announced: words.trim() };
};

/** Undefined unless Orb limits requests. */
const waitingOf = (texts: BillingTexts, { waitsUntilMs }: BillingState): string | undefined =>
  waitsUntilMs === undefined ? undefined : fill(texts.waiting, clockText(waitsUntilMs));

const cancel = ({ cancel: text }: BillingTexts): BillingPart => ({
  kind: 'link',
  text,
  act: { kind: 'run', action: 'cancelBilling' },
});

function failure(texts: BillingTexts, given: NonNullable<BillingState['failure']>): BillingMessage {
  const { sentence, action } = given;
  const text = action === 'replaceKey' ? texts.replaceKey : texts.retry;
  const link = { kind: 'link', text, act: { kind: 'run', action } } as const;
  return { icon: 'warning', sentence: [sentence], third: [link] };
}

function answered(texts: BillingTexts, input: BillingInput, shown: Shown): BillingView {
  const { state, billing, parsed, nowMs, open, sqlOf } = input;
  const { now, before, stale } = shown;
  const explanations = before === undefined ? [now] : [before, now];
  const figures = figuresOf(texts, explanations);
  const parts: RowParts = { texts, now, before, figures, text: parsed, open, sqlOf };
  const message = messageOf(parts, state, billing.similarCustomer);
  const rows = message === undefined ? rowsOf(parts) : rowsInsteadOf(parts);
  const isCounted = explanations.some(({ total }) => total.length > 0);
  const totals = isCounted ? figures.totals(now, before) : [];
  const end = endOf(texts, input, stale);
  const view = {
    isStale: stale !== undefined,
    facts: factsOf(texts, now, state.event.timestamp, nowMs),
    rows,
    totals,
    notes: notesOf(
      texts,
      explanations.flatMap(({ prices }) => prices.filter((p) => p.counted)),
    ),
    ...(message !== undefined && { message }),
    ...(end !== undefined && { end }),
    announced: announcementOf(texts, shown, totals, message),
  };
  if (billing.isAsking) return { ...view, side: cancel(texts), refresh: 'turning' };
  if (stale !== undefined) {
    const minutes = clockText(now.answeredAtMs).slice(0, 5);
    return { ...view, side: fill(texts.answeredAt, minutes), refresh: 'none' };
  }
  const canRefresh = now.unavailable !== 'forbidden';
  const side = before === undefined ? undefined : texts.direction;
  return { ...view, side, refresh: canRefresh ? 'ready' : 'none' };
}

function endOf(
  texts: BillingTexts,
  { billing, parsed }: BillingInput,
  stale: Shown['stale'],
): BillingMessage | undefined {
  const waiting = waitingOf(texts, billing);
  if (waiting !== undefined) return { icon: 'loading', sentence: [waiting] };
  if (billing.isAsking) return undefined;
  if (billing.failure !== undefined) return failure(texts, billing.failure);
  if (stale === undefined) return undefined;
  if (parsed === undefined) return { icon: 'history', sentence: [texts.invalid] };
  const act = { kind: 'run', action: 'askBilling' } as const;
  const link = { kind: 'link', text: texts.askAgain, act } as const;
  const sentence = stale === 'text' ? texts.stale : texts.staleInOrb;
  return { icon: 'history', sentence: [sentence, ' ', link] };
}
