/** The counts of a scenario. All but the first three must be 0. */
export interface Counts {
  rounds: number;
  /** Processes and threads that were killed. */
  kills: number;
  /** The events (or responses, for a client) that it processed. */
  events: number;
  /**
   * The run says that Orb has them, but Orb doesn't; or everything works again and they still don't
   * arrive.
   */
  lost: number;
  /** Stored twice, or sent again although Orb had acknowledged them. */
  doubled: number;
  /** Stored or sent with other bytes than in the file. */
  altered: number;
  /** In the wrong account, or counted as something else. */
  wrongAccounts: number;
  /** Ended without a readable message. */
  crashes: number;
  /** Didn't end in a time that is enough even on a busy machine. */
  hangs: number;
  /** Periods over 50 ms in which an extension host would have been unresponsive. */
  stalls: number;
}
export type Count = keyof Counts;

const HEADS: Readonly<Record<Count, string>> = {
  rounds: 'rounds',
  kills: 'kills',
  events: 'events',
  lost: 'lost',
  doubled: 'doubled',
  altered: 'altered',
  wrongAccounts: 'wrong accounts',
  crashes: 'crashes',
  hangs: 'hangs',
  stalls: 'stalls over 50 ms',
};
const COLUMNS = Object.keys(HEADS) as readonly Count[];
const HARMLESS: ReadonlySet<Count> = new Set<Count>(['rounds', 'kills', 'events']);

export const zero = (): Counts => ({
  ...{ rounds: 0, kills: 0, events: 0, lost: 0, doubled: 0, altered: 0, wrongAccounts: 0 },
  ...{ crashes: 0, hangs: 0, stalls: 0 },
});

export function add(sum: Counts, more: Readonly<Partial<Counts>>): void {
  for (const column of COLUMNS) sum[column] += more[column] ?? 0;
}

/** The counts that must be 0 but aren't. */
export const faultsIn = (counts: Counts): readonly Count[] =>
  COLUMNS.filter((column) => !HARMLESS.has(column) && counts[column] > 0);

/** A table with a row for each scenario and a total. */
export function tableOf(rows: ReadonlyMap<string, Counts>): string {
  const total = zero();
  for (const counts of rows.values()) add(total, counts);
  const lines = [
    ['', ...COLUMNS.map((column) => HEADS[column])],
    ...[...rows, ['total', total] as const].map(([name, counts]) => [
      name,
      ...COLUMNS.map((column) => counts[column].toLocaleString('en')),
    ]),
  ];
  const widths = (lines[0] ?? []).map((_, at) =>
    Math.max(...lines.map((cells) => cells[at]?.length ?? 0)),
  );
  return lines
    .map((cells) =>
      cells
        .map((cell, at) =>
          at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}
