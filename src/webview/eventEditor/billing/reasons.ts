/** Why a price doesn't count the event: Orb's answer in a sentence, with the line and the fix. */
import type { ExplainedPrice, Reason } from '../../../core/billing/explanation.ts';
import { quantityText } from '../../../core/billing/money.ts';
import { applyEdits, editsFor, spanOf } from '../../../core/edits.ts';
import type { Fix } from '../../../core/issue.ts';
import { memberOf, type JsonNode } from '../../../core/jsonTree.ts';
import type { BillingTexts } from '../../../core/texts/billing.ts';
import { visible } from '../../../std/visible.ts';
import { compose, fill } from '../../fill.ts';
import type { Figures } from './figures.ts';
import type { BillingPart, ReasonRow } from './parts.ts';

/** The document as it is now; undefined while it isn't JSON. */
export interface ReasonText {
  readonly text: string;
  readonly root: JsonNode;
  lineAt(offset: number): number;
}

/** True for a price whose reason is worth a row. */
export const hasReason = ({ reason }: ExplainedPrice): boolean =>
  reason !== undefined && reason.code !== 'unknown';

export function reasonRow(
  texts: BillingTexts,
  price: ExplainedPrice,
  figures: Figures,
  now: ReasonText | undefined,
  canFix: boolean,
): ReasonRow | undefined {
  const { reason, wouldCount, priceId } = price;
  if (reason === undefined || reason.code === 'unknown') return undefined;
  const base = { kind: 'reason', id: `reason:${priceId}` } as const;
  if (wouldCount === undefined) {
    const act = { kind: 'toggle', id: priceId, metricId: price.metricId } as const;
    const sentence = sentenceOf(texts, reason, '');
    const last = [{ kind: 'link', text: texts.showSql, act } as const];
    return { ...base, spoken: wordsOf(sentence), sentence, last, act };
  }
  const sentence = sentenceOf(texts, reason, quantityText(wouldCount.quantity));
  const cost =
    wouldCount.total.length === 0
      ? undefined
      : fill(texts.wouldCost, figures.sum(wouldCount.total));
  const place = now && placeOf(now, wouldCount.fix);
  const last: BillingPart[] = [];
  if (place !== undefined) last.push(fill(texts.line, place.line));
  if (canFix && now !== undefined && canApply(now, wouldCount.fix)) {
    if (last.length > 0) last.push(' · ');
    const act = { kind: 'fix', fix: wouldCount.fix } as const;
    const title = visible(wouldCount.change);
    last.push({ kind: 'link', text: fixTitle(texts, reason), act, title });
  }
  return {
    ...base,
    spoken: [wordsOf(sentence), cost].filter((text) => text !== undefined).join(' '),
    sentence,
    ...(cost !== undefined && { cost }),
    last,
    act: place && { kind: 'goTo', offset: place.offset },
  };
}

function sentenceOf(texts: BillingTexts, reason: Reason, quantity: string): readonly BillingPart[] {
  const code = (text: string): BillingPart => ({ kind: 'code', text: visible(text) });
  switch (reason.code) {
    case 'type': {
      const text = reason.type === 'number' ? texts.asNumber : texts.asBoolean;
      return compose(text, quantity, code(reason.property));
    }
    case 'eventName':
      return compose(texts.asEventName, quantity, code(reason.name));
    case 'propertyName':
      return compose(texts.asPropertyName, quantity, code(reason.property), code(reason.name));
    case 'missingProperty':
      return compose(texts.asSet, quantity, code(reason.property));
    case 'filter':
      return compose(texts.byFilter, code(reason.filter));
    case 'unknown':
      return [];
  }
}

/** For the name of the price's row. */
export function reasonSpoken(
  texts: BillingTexts,
  { name, reason, wouldCount }: ExplainedPrice,
): string {
  const label = visible(name);
  const count = quantityText(wouldCount?.quantity ?? '0');
  switch (reason?.code) {
    case 'type': {
      const text = reason.type === 'number' ? texts.asNumberSpoken : texts.asBooleanSpoken;
      return fill(text, label, count, visible(reason.property));
    }
    case 'eventName':
      return fill(texts.asEventNameSpoken, label, count, visible(reason.name));
    case 'propertyName': {
      const names = [visible(reason.property), visible(reason.name)];
      return fill(texts.asPropertyNameSpoken, label, count, ...names);
    }
    case 'missingProperty':
      return fill(texts.asSetSpoken, label, count, visible(reason.property));
    case 'filter':
      return fill(texts.byFilterSpoken, label);
    case 'unknown':
    case undefined:
      return fill(texts.notCountedSpoken, label);
  }
}

function fixTitle(texts: BillingTexts, reason: Reason): string {
  if (reason.code === 'type') {
    return reason.type === 'number' ? texts.makeNumber : texts.makeBoolean;
  }
  return reason.code === 'missingProperty' ? texts.add : texts.rename;
}

/** True if the fix changes the text: it may have been made already. */
function canApply({ text, root }: ReasonText, fix: Fix): boolean {
  if (fix.kind === 'add' && has(root, fix.path)) return false;
  const edits = editsFor(text, root, fix);
  return edits.length > 0 && applyEdits(text, edits) !== text;
}

function has(root: JsonNode, path: readonly string[]): boolean {
  let node: JsonNode | undefined = root;
  for (const key of path) node = node && memberOf(node, key);
  return node !== undefined;
}

/** Where the change is: the value, the key of a property with a wrong name, or the object that lacks it. */
function placeOf(now: ReasonText, { kind, path }: Fix) {
  const { start } = spanOf(now.root, { path, onKey: kind === 'rename' });
  return { offset: start, line: now.lineAt(start) };
}

const wordsOf = (parts: readonly BillingPart[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
