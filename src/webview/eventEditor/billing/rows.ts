/** The list of prices: those that count the event, those with a reason why not, and the others behind a fold. */
import type {
  ApplicablePrice,
  ExplainedPrice,
  Explanation,
} from '../../../core/billing/explanation.ts';
import type { BillingTexts } from '../../../core/texts/billing.ts';
import { visible } from '../../../std/visible.ts';
import { fill } from '../../fill.ts';
import { counted } from '../footerParts.ts';
import { isChanged, type Figures } from './figures.ts';
import type { BillingRow, PriceRow } from './parts.ts';
import { hasReason, reasonRow, reasonSpoken, type ReasonText } from './reasons.ts';
import { detailOf, type KnownSql } from './terms.ts';

export interface RowParts {
  readonly texts: BillingTexts;
  readonly now: Explanation;
  /** Orb's version, if the document is another one. */
  readonly before: Explanation | undefined;
  readonly figures: Figures;
  readonly text: ReasonText | undefined;
  /** What is unfolded. */
  readonly open: ReadonlySet<string>;
  readonly sqlOf: (price: ApplicablePrice) => KnownSql;
}

/** The fold of the prices that say nothing about this event. */
const OTHERS = 'others';
/** Every price, where none counts the event or Orb has no figures. */
export const ALL = 'all';

export function rowsOf(parts: RowParts): readonly BillingRow[] {
  const { now, before, texts } = parts;
  const wasOf = (price: ExplainedPrice) =>
    before?.prices.find(({ priceId }) => priceId === price.priceId);
  const isNew = (price: ExplainedPrice) => {
    const was = wasOf(price);
    return was !== undefined && isChanged(price, was);
  };
  const prices = before === undefined ? now.prices : inOrderOf(before, now.prices);
  const first = prices.filter((price) =>
    before === undefined ? price.counted || hasReason(price) : isNew(price) || hasReason(price),
  );
  const rest = prices.filter((price) => !first.includes(price));
  const priced = (price: ExplainedPrice) => pricedRows(parts, price, wasOf(price));
  return [
    ...first.flatMap(priced),
    ...now.unanswered.map((price) => unansweredRow(parts, price)),
    ...(rest.length === 0 ? [] : foldOf(texts, rest, parts)),
    ...(parts.open.has(OTHERS) ? rest.flatMap(priced) : []),
  ];
}

/** Prices stay where they were before the edits, so that both figures of one are found in one place. */
function inOrderOf(before: Explanation, prices: readonly ExplainedPrice[]) {
  const place = ({ priceId }: ExplainedPrice) =>
    before.prices.findIndex((price) => price.priceId === priceId);
  return prices.toSorted((a, b) => place(a) - place(b));
}

function foldOf(
  texts: BillingTexts,
  rest: readonly ExplainedPrice[],
  { before, open }: RowParts,
): readonly BillingRow[] {
  const others = rest.filter((price) => !price.counted).length;
  const unchanged = rest.length - others;
  const text =
    before === undefined || unchanged === 0
      ? counted(texts.othersOne, texts.othersMany, others)
      : others === 0
        ? fill(texts.unchanged, unchanged)
        : others === 1
          ? fill(texts.unchangedAndOthersOne, unchanged)
          : fill(texts.unchangedAndOthersMany, unchanged, others);
  return [{ kind: 'fold', id: OTHERS, text, isOpen: open.has(OTHERS) }];
}

/** None counts the event: only the reasons, each once; or every price, unfolded, to look through their SQL. */
export function rowsOfNothing(parts: RowParts): readonly BillingRow[] {
  if (parts.open.has(ALL)) {
    return parts.now.prices.flatMap((price) => pricedRows(parts, price, undefined));
  }
  const seen = new Set<string | undefined>();
  const reasons = parts.now.prices.flatMap((price) => {
    const row = reasonOf(parts, price);
    const change = price.wouldCount?.change ?? price.priceId;
    if (row === undefined || seen.has(change)) return [];
    seen.add(change);
    return [row];
  });
  if (reasons.length === 0) return [];
  return [...reasons, { kind: 'fold', id: ALL, text: parts.texts.showSql, isOpen: false }];
}

function pricedRows(
  parts: RowParts,
  price: ExplainedPrice,
  was: ExplainedPrice | undefined,
): readonly BillingRow[] {
  const { figures, texts } = parts;
  const base = baseOf(parts, price);
  const before = was !== undefined && isChanged(price, was) ? was : undefined;
  const reason = reasonOf(parts, price);
  const rows = (row: PriceRow) => (reason === undefined ? [row] : [row, reason]);
  if (!price.counted && before === undefined) {
    const status = { text: texts.notCounted, isWarning: reason !== undefined };
    return rows({ ...base, status, spoken: reasonSpoken(texts, price) });
  }
  const quantity = figures.quantity(price, before);
  const amount = figures.amount(price, before);
  const spoken =
    before === undefined
      ? fill(texts.countedSpoken, base.name, quantity.text, amount.text)
      : fill(texts.changedSpoken, base.name, quantity.before ?? '', quantity.text, amount.text);
  return rows({ ...base, quantity, amount, spoken });
}

function reasonOf({ texts, figures, text, now }: RowParts, price: ExplainedPrice) {
  // What is too late to amend can't be fixed.
  return reasonRow(texts, price, figures, text, now.period?.state !== 'closed');
}

export function unansweredRow(parts: RowParts, price: ApplicablePrice): PriceRow {
  const { texts } = parts;
  const base = baseOf(parts, price);
  const status = { text: texts.noFigures, isWarning: false };
  return { ...base, status, spoken: fill(texts.noFiguresSpoken, base.name) };
}

function baseOf({ texts, open, sqlOf }: RowParts, price: ApplicablePrice) {
  const { priceId, metricId, name } = price;
  return {
    kind: 'price',
    id: priceId,
    metricId,
    name: visible(name),
    detail: open.has(priceId) ? detailOf(texts, price, sqlOf(price)) : undefined,
  } as const;
}
