/** How a line of a file differs from Orb's event, as the lines of a diff: each field on a line of its own. */
import { memberOf, readJson, type JsonMember } from '../jsonTree.ts';
import { CUSTOMER_KEYS } from '../rules/customer.ts';
import type { FieldDifference } from './outcomes.ts';

export interface DiffLine {
  /** `-` is Orb's, `+` the file's; the others are as in both. */
  readonly mark: ' ' | '-' | '+';
  /** `"cached": true` with the values as they were written. */
  readonly text: string;
}

/**
 * With one line around each difference, or the whole event when there are none.
 * @param line the text of the line
 * @throws JsonSyntaxError
 */
export function diffLines(line: string, changes: readonly FieldDifference[]): readonly DiffLine[] {
  const event = readJson(line);
  const properties = memberOf(event, 'properties');
  const left = new Map(changes.map((change) => [change.path, change]));
  const take = (prefix: string) => (member: JsonMember) => {
    const path = `${prefix}${member.key}`;
    const change = left.get(path);
    left.delete(path);
    const { start, end } = member.value;
    if (change === undefined) return [lineOf(' ', member.key, line.slice(start, end))];
    return linesOf(member.key, change);
  };
  const fields = ['event_name', 'timestamp', ...CUSTOMER_KEYS].flatMap((key) =>
    (event.kind === 'object' ? event.members : [])
      .filter((member) => member.key === key && member.value.kind !== 'null')
      .flatMap(take('')),
  );
  const members = properties?.kind === 'object' ? properties.members : [];
  const all = [...fields, ...members.flatMap(take('properties.'))];
  for (const change of left.values()) {
    all.push(...linesOf(change.path.replace(/^properties\./, ''), change));
  }
  if (changes.length === 0) return all;
  const isChanged = (at: number) => (all[at]?.mark ?? ' ') !== ' ';
  return all.filter((_, at) => isChanged(at - 1) || isChanged(at) || isChanged(at + 1));
}

const lineOf = (mark: DiffLine['mark'], key: string, json: string): DiffLine => ({
  mark,
  text: `${JSON.stringify(key)}: ${json}`,
});

const linesOf = (key: string, { orb, file }: FieldDifference): readonly DiffLine[] => [
  ...(orb === null ? [] : [lineOf('-', key, orb)]),
  ...(file === null ? [] : [lineOf('+', key, file)]),
];
