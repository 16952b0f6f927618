/** The sentence above the prices, or in place of them: why nothing counts the event, or Orb has no figures. */
import type { EventState } from '../../../protocol/eventEditor.ts';
import { visible } from '../../../std/visible.ts';
import { compose, fill } from '../../fill.ts';
import { counted } from '../footerParts.ts';
import type { BillingAct, BillingMessage, BillingPart, BillingRow } from './parts.ts';
import { hasReason } from './reasons.ts';
import { ALL, rowsOfNothing, unansweredRow, type RowParts } from './rows.ts';

/** @returns undefined where the prices speak for themselves */
export function messageOf(
  parts: RowParts,
  { event, connection }: EventState,
  similarCustomer: string | undefined,
): BillingMessage | undefined {
  const { texts, now } = parts;
  if (now.unavailable === 'forbidden') {
    return {
      icon: 'lock',
      sentence: [fill(texts.forbidden, connection.name)],
      second: [texts.stillWorks],
      third: [link(texts.replaceKey, { kind: 'run', action: 'replaceKey' })],
    };
  }
  if (now.unavailable === 'unsupported') {
    const count = now.unanswered.length;
    return {
      icon: 'info',
      sentence: [texts.unsupported],
      ...(count > 0 && { second: [counted(texts.pricesApplyOne, texts.pricesApplyMany, count)] }),
      ...showAll(parts, texts.showPrices, count),
    };
  }
  if (now.customer === null) {
    const sentence =
      event.externalCustomerId === null ? texts.noCustomer : texts.noCustomerExternal;
    return { icon: 'warning', sentence: [sentence], ...didYouMean(parts, similarCustomer) };
  }
  if (now.subscription === null) return { icon: 'warning', sentence: [texts.noSubscription] };
  return nothingCounts(parts);
}

function didYouMean({ texts }: RowParts, similar: string | undefined): Partial<BillingMessage> {
  if (similar === undefined) return {};
  const id = { kind: 'code', text: visible(similar) } as const;
  const newEvent = link(texts.newEventForIt, { kind: 'run', action: 'newEventForSimilar' });
  return {
    second: [...compose<Exclude<BillingPart, string>>(texts.didYouMean, id), ' ', newEvent],
  };
}

function nothingCounts(parts: RowParts): BillingMessage | undefined {
  const { texts, now, before } = parts;
  if (now.prices.length + now.unanswered.length === 0) {
    return { icon: 'warning', sentence: [texts.noPrices] };
  }
  const isCounted = [now, before].some((each) => each?.prices.some((price) => price.counted));
  if (isCounted || now.prices.length === 0) return undefined;
  const sentence = counted(texts.nothingCountsOne, texts.nothingCountsMany, now.prices.length);
  const isExplained = now.prices.some(hasReason);
  return {
    icon: 'warning',
    sentence: [sentence],
    ...(!isExplained && {
      second: [texts.noReason],
      ...showAll(parts, texts.showSql, now.prices.length),
    }),
  };
}

/** A link that shows every price; gone when they are shown. */
function showAll({ open }: RowParts, text: string, count: number): Partial<BillingMessage> {
  if (open.has(ALL) || count === 0) return {};
  return { third: [link(text, { kind: 'toggle', id: ALL })] };
}

/** The rows that go with a message. */
export function rowsInsteadOf(parts: RowParts): readonly BillingRow[] {
  const { now, open } = parts;
  if (now.unavailable === 'unsupported') {
    return open.has(ALL) ? now.unanswered.map((price) => unansweredRow(parts, price)) : [];
  }
  return now.subscription === null ? [] : rowsOfNothing(parts);
}

const link = (text: string, act: BillingAct): BillingPart => ({ kind: 'link', text, act });
