/** Which types the latest values of each property had. An integration that changes one by mistake changes what is billed. */
import { RecentMap } from '../../std/recentMap.ts';
import type { ValueKind } from '../texts/traffic.ts';

/** How many of a property's latest values count, and how many there must be to call one unusual. */
const LATEST = 50;
const ENOUGH = 5;
/** Of the latest values that must have the same other type. */
const MOST = 0.9;
/** Of all event names together; the ones that weren't seen for longest leave. */
const MAX_PROPERTIES = 10_000;

const KINDS: readonly ValueKind[] = ['text', 'number', 'boolean'];

/** @returns undefined for what Orb doesn't accept as a property */
export function kindOf(value: unknown): ValueKind | undefined {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : undefined;
}

export interface UnusualKind {
  readonly usual: ValueKind;
  /** How many of the latest values have it. */
  readonly count: number;
  readonly total: number;
}

export class ValueKinds {
  readonly #properties = new RecentMap<ValueKind[]>(MAX_PROPERTIES);

  /** Records a value. @returns what most earlier values were, if this one differs */
  add(eventName: string, property: string, kind: ValueKind): UnusualKind | undefined {
    const key = `${eventName}\n${property}`;
    const latest = this.#properties.get(key) ?? [];
    const unusual = latest.at(-1) === kind ? undefined : unusualKind(latest, kind);
    latest.push(kind);
    if (latest.length > LATEST) latest.shift();
    this.#properties.set(key, latest);
    return unusual;
  }
}

function unusualKind(latest: readonly ValueKind[], kind: ValueKind): UnusualKind | undefined {
  const total = latest.length;
  if (total < ENOUGH) return undefined;
  for (const usual of KINDS) {
    const count = latest.filter((each) => each === usual).length;
    if (usual !== kind && count >= total * MOST) return { usual, count, total };
  }
  return undefined;
}
