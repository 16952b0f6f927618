/** Whether a text may be sent as an amendment, given what Orb holds now. */
import { readEvent } from './eventJson.ts';
import { matches, type Held } from './held.ts';

export type ConflictCheck =
  /** Orb holds the version that was edited: the text may be sent. */
  | 'send'
  /** Orb holds the text already, for example after a response that was lost: there is nothing to send. */
  | 'held'
  /** Neither Orb's search nor our own writes know the event. */
  | 'gone'
  | 'deprecated'
  /** Someone else has amended the event since. */
  | 'changed';

export interface Attempt {
  /** The text to send. */
  readonly text: string;
  /** The text it was edited from; undefined when that is no longer known. */
  readonly base: string | undefined;
  /** Texts sent from this document that got no response. */
  readonly unanswered: readonly string[];
  /** What Orb matches, see core/held.ts. */
  readonly held: Pick<Held, 'raw'> | undefined;
}

export function checkConflict({ text, base, unanswered, held }: Attempt): ConflictCheck {
  if (held === undefined) return 'gone';
  if (readEvent(held.raw).deprecated) return 'deprecated';
  if (matches(held.raw, text)) {
    // An amendment without a response may arrive late, over what search shows now; sending again makes sure.
    return unanswered.some((other) => !matches(held.raw, other)) ? 'send' : 'held';
  }
  const mine = [...(base === undefined ? [] : [base]), ...unanswered];
  return mine.some((version) => matches(held.raw, version)) ? 'send' : 'changed';
}
