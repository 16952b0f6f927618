/** Whether a text may be sent as an amendment, after a look at what Orb holds now. */
import { holds, type Held } from './held.ts';
import { readEvent } from './eventJson.ts';

export type Decision =
  /** Orb holds the version that was edited: send. */
  | { readonly kind: 'write' }
  /** Orb holds the text already, for example after an answer that was lost: nothing to send. */
  | { readonly kind: 'done' }
  /** Neither Orb's search nor our own writes know the event. */
  | { readonly kind: 'gone' }
  /** Someone else changed or deprecated the event since. */
  | { readonly kind: 'conflict'; readonly deprecated: boolean };

export interface Attempt {
  /** The text to send. */
  readonly text: string;
  /** The text it was edited from; undefined when that is not known any more. */
  readonly base: string | undefined;
  /** Texts sent from this document whose answers never came. */
  readonly lost: readonly string[];
  /** What Orb holds, see core/held.ts. */
  readonly held: Pick<Held, 'raw'> | undefined;
}

export function decide({ text, base, lost, held }: Attempt): Decision {
  if (held === undefined) return { kind: 'gone' };
  if (readEvent(held.raw).deprecated) return { kind: 'conflict', deprecated: true };
  if (holds(held.raw, text)) {
    // A lost amendment may arrive late, over what search shows now; sending again makes sure.
    return lost.some((other) => !holds(held.raw, other)) ? { kind: 'write' } : { kind: 'done' };
  }
  const mine = [...(base === undefined ? [] : [base]), ...lost];
  if (mine.some((version) => holds(held.raw, version))) return { kind: 'write' };
  return { kind: 'conflict', deprecated: false };
}
