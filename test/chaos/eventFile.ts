/** Event files with everything that a file may contain, and what Orb should store for each. */
import { NOW_MS } from '../helpers/ingestWorld.ts';
import type { Random } from './random.ts';

export interface ExpectedEvent {
  readonly key: string;
  /** The line, byte for byte. */
  readonly line: string;
  /** What a sandbox stores for it, as ChaosSandbox.held returns it. */
  readonly stored: string;
}

export interface EventFile {
  readonly content: string;
  /** Lines that aren't blank. */
  readonly lines: number;
  /** By line number from 1: what should be sent; nothing for lines that must not be. */
  readonly events: ReadonlyMap<number, ExpectedEvent>;
}

export interface FileWishes {
  readonly count: number;
  /**
   * The prefix of all event IDs. Files for two accounts share their IDs, so that an event in the
   * wrong account meets another one.
   */
  readonly prefix: string;
  /** Part of each event, to identify its account. */
  readonly owner: string;
  /** Without lines that are rejected. */
  readonly onlyGood?: boolean;
}

/** As they must arrive; JavaScript would write most of them differently. */
const NUMBERS = [
  ...['9007199254740993', '-0', '1.0', '1E5', '0.1000000000000000055', '1e-7', '0', '2.50'],
  ...['9223372036854775807', '-9223372036854775808', '1234567890123456789.123456789', '-1.5e+3'],
];
const TEXTS = [
  '',
  'plain',
  'ü €',
  '😀',
  '\\u00e9',
  '\\ud83d\\ude00',
  'tab\\t',
  '\\u2028',
  '\u2028',
  '<&>',
];

/**
 * What a sandbox stores for an event, as one text. Numbers are compared as written, strings by
 * their value.
 */
export const storedText = (event: {
  readonly name: string;
  readonly ms: number;
  readonly external: string | null;
  readonly properties: string;
}): string => {
  const properties = event.properties.replaceAll(/"(?:[^"\\]|\\.)*"/g, (text) =>
    JSON.stringify(JSON.parse(text)),
  );
  return JSON.stringify([event.name, event.ms, event.external, properties]);
};

function anEvent(random: Random, key: string, owner: string): ExpectedEvent {
  const ms = NOW_MS - random.int(0, 11 * 3_600_000);
  const timestamp = new Date(ms).toISOString();
  const filler = random.chance(0.02) ? 'x'.repeat(random.int(1_000, 20_000)) : random.pick(TEXTS);
  const number = random.pick(NUMBERS);
  const properties = `{"owner":"${owner}","n":${number},"t":"${filler}"}`;
  const members = [
    `"idempotency_key":"${key}"`,
    '"event_name":"chaos"',
    `"timestamp":"${timestamp}"`,
    '"external_customer_id":"acme"',
    `"properties":${properties}`,
  ];
  const [first = '', ...others] = random.chance(0.3) ? members.toReversed() : members;
  const space = random.pick(['', '', '', ' ', '\t']);
  const line = `{${space}${[first, ...others].join(`,${space}`)}${space}}`;
  const stored = storedText({ name: 'chaos', ms, external: 'acme', properties });
  return { key, line, stored };
}

/**
 * Mostly valid lines; some are duplicates, conflict with each other, are invalid, or are rejected
 * only by Orb.
 */
export function eventFile(random: Random, wishes: FileWishes): EventFile {
  const { count, prefix, owner, onlyGood = false } = wishes;
  const texts: string[] = [];
  const events = new Map<number, ExpectedEvent>();
  const put = (text: string) => texts.push(text);
  for (let index = 0; index < count; index++) {
    const event = anEvent(random, `${prefix}-${index}`, owner);
    const dice = onlyGood ? 1 : random.next();
    if (dice < 0.02) put('{"broken":');
    else if (dice < 0.04) put(random.pick(['', '  ', '\t']));
    else if (dice < 0.05) {
      // The same ID with different content: it isn't known which one is right, so neither is sent.
      put(event.line);
      put(event.line.replace('"chaos"', '"other"'));
    } else if (dice < 0.06)
      put(event.line.replace('"external_customer_id":"acme"', '"customer_id":"nobody"'));
    else {
      events.set(put(event.line), event);
      if (dice < 0.09) events.set(put(event.line), event);
    }
  }
  const ending = random.pick(['\n', '\r\n']);
  const mark = random.chance(0.1) ? '\uFEFF' : '';
  const content = mark + texts.join(ending) + (random.chance(0.5) ? ending : '');
  return { content, lines: texts.filter((text) => text.trim() !== '').length, events };
}
