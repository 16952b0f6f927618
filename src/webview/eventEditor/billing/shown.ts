/** Which of Orb's answers the section Billing shows. */
import type { Explanation } from '../../../core/billing/explanation.ts';
import { sameEvent } from '../../../core/eventChanges.ts';
import type { BillingAnswer } from '../../../protocol/billing.ts';

/** What is shown, and whether it is about other texts than those of now. */
export interface Shown {
  readonly now: Explanation;
  /** Orb's version, if the document is another one. */
  readonly before: Explanation | undefined;
  readonly stale: 'text' | 'orb' | undefined;
}

/** An edit that is taken back, or sent, needs no new question: the answer is there. */
export function shownOf(
  answers: readonly BillingAnswer[],
  held: string,
  text: string,
): Shown | undefined {
  const [first, last] = [answers[0], answers.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const answerTo = (wanted: string) => answers.find((answer) => sameEvent(answer.text, wanted));
  const [orbs, document] = [answerTo(held), answerTo(text)];
  if (orbs !== undefined && document !== undefined) {
    const before = orbs === document ? undefined : orbs.explanation;
    return { now: document.explanation, before, stale: undefined };
  }
  const before = first === last ? undefined : first.explanation;
  return { now: last.explanation, before, stale: document === undefined ? 'text' : 'orb' };
}
