/** A comparison as a report: CSV for a spreadsheet, Markdown for a ticket. */
import * as l10n from '@vscode/l10n';
import { countText } from '../language.ts';
import {
  outcomes,
  type FieldDifference,
  type LineOutcome,
  type OutcomeCounts,
} from '../reconciliation/outcomes.ts';
import { kindLabel, outcomeLabel } from './reconcile.ts';

export interface ReportedLine {
  readonly line: number;
  readonly eventId: string | null;
  readonly outcome: LineOutcome;
  readonly kind: string | null;
  readonly changes: readonly FieldDifference[];
}

export interface ReportHead {
  /** Without its folder: a report leaves this machine. */
  readonly fileName: string;
  /** Name and mode of the connection. */
  readonly account: string;
  /** Milliseconds since 1970. */
  readonly comparedMs: number;
  readonly counts: OutcomeCounts;
}

/** One row for each field that differs, or for each line that has none (RFC 4180). */
export function reportCsv(lines: Iterable<ReportedLine>): string {
  const rows = [csvRow('line', 'event_id', 'outcome', 'kind', 'field', 'in_orb', 'in_file')];
  for (const { line, eventId, outcome, kind, changes } of lines) {
    const about = [String(line), eventId ?? '', outcome, kind ?? ''];
    if (changes.length === 0) rows.push(csvRow(...about, '', '', ''));
    for (const { path, orb, file } of changes) {
      rows.push(csvRow(...about, path, orb ?? '', file ?? ''));
    }
  }
  return [...rows, ''].join('\r\n');
}

const csvRow = (...cells: readonly string[]): string =>
  cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');

/** The most lines of a kind that are listed; the rest are counted. The CSV has all. */
const MAX_LISTED = 100;

interface Group {
  readonly outcome: LineOutcome;
  readonly kind: string | null;
  readonly listed: ReportedLine[];
  count: number;
}

/** @param lines those that aren't as in Orb, in any order of outcomes and kinds */
export function reportMarkdown(head: ReportHead, lines: Iterable<ReportedLine>): string {
  const groups = new Map<string, Group>();
  for (const line of lines) {
    const { outcome, kind } = line;
    const key = `${outcome} ${kind ?? ''}`;
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { outcome, kind, listed: [], count: 0 }));
    group.count++;
    if (group.listed.length < MAX_LISTED) group.listed.push(line);
  }
  const sorted = [...groups.values()].toSorted(
    (a, b) => outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome) || b.count - a.count,
  );
  return [...headLines(head), ...sorted.flatMap(groupLines)].join('\n');
}

function headLines({ fileName, account, comparedMs, counts }: ReportHead): readonly string[] {
  const time = `${new Date(comparedMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const rows = outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => row(outcomeLabel(outcome), countText(counts[outcome])));
  return [
    `# ${l10n.t('{0} compared with {1}', inText(fileName), inText(account))}`,
    '',
    time,
    '',
    row(l10n.t('Outcome'), l10n.t('Lines')),
    row('---', '---:'),
    ...rows,
    '',
  ];
}

function groupLines({ outcome, kind, listed, count }: Group): readonly string[] {
  const label = outcomeLabel(outcome);
  const title = kind === null ? label : `${label}: ${inText(kindLabel(kind))}`;
  const hasChanges = listed.some(({ changes }) => changes.length > 0);
  const left = count - listed.length;
  const more = left === 1 ? l10n.t('1 more line.') : l10n.t('{0} more lines.', countText(left));
  return [
    `## ${title} (${countText(count)})`,
    '',
    ...(hasChanges
      ? [
          row(
            ...[l10n.t('Line'), l10n.t('Event ID'), l10n.t('Field')],
            ...[l10n.t('In Orb'), l10n.t('In the file')],
          ),
          row('---:', '---', '---', '---', '---'),
        ]
      : [row(l10n.t('Line'), l10n.t('Event ID')), row('---:', '---')]),
    ...listed.flatMap(lineRows),
    ...(left > 0 ? ['', more] : []),
    '',
  ];
}

function lineRows({ line, eventId, changes }: ReportedLine): readonly string[] {
  const start = [String(line), eventId === null ? '' : code(eventId)];
  if (changes.length === 0) return [row(...start)];
  return changes.map(({ path, orb, file }) =>
    row(...start, code(path), orb === null ? '' : code(orb), file === null ? '' : code(file)),
  );
}

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Text as code inside a table: a line break would end the row, and so would a bar. */
function code(text: string): string {
  const ticks = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(ticks + 1);
  const space = ticks > 0 ? ' ' : '';
  return `${fence}${space}${text.replaceAll('|', '\\|').replaceAll(/[\r\n]/g, ' ')}${space}${fence}`;
}

/** Text of others outside code: no character of it is markup. */
const inText = (text: string): string => text.replaceAll(/[\\`*_[\]<>|#]/g, '\\$&');
