/** What the hover of an event ID says. */
import * as vscode from 'vscode';
import type { Connection, Mode } from '../../core/connection.ts';
import { memberOf, tryReadJson } from '../../core/jsonTree.ts';
import { lastDays } from '../../core/timeframe.ts';
import { customerOf } from '../../core/search/arrange.ts';
import { looksLike } from '../../core/rules/textTypes.ts';
import { ageInWords } from '../../core/texts/eventFile.ts';
import { shortTime, spokenTime } from '../../core/timeText.ts';
import { parseTimestamp } from '../../core/timestamp.ts';
import { modeAndName, modeWord } from '../connections/labels.ts';
import type { EventAddress, EventView } from '../eventStore.ts';
import { code, linkRow, muted, safe, type CommandLink } from '../markdown.ts';
import { isNot, stateWords } from '../search/eventItems.ts';
import type { OrbAnswer } from './orbAnswers.ts';
import { patternSettings } from './patterns.ts';

/** A hover is for a glance: the event's page shows the rest. */
const MAX_PROPERTIES = 3;
const MAX_NAME = 100;
const MAX_VALUE = 60;

export interface Shown {
  readonly connection: Connection;
  readonly nowMs: number;
  /** The document that the ID is in. */
  readonly uri: vscode.Uri;
  /** Whether Orb wasn't asked in this session. */
  readonly isCopy?: boolean;
  /** Why it couldn't be asked. */
  readonly failure?: Failure;
}
type Failure = Extract<OrbAnswer, { readonly kind: 'failed' }>;

export function eventHover(view: EventView, shown: Shown): vscode.MarkdownString {
  const { event, connectionId, eventId } = view;
  const address = { connectionId, eventId };
  const customer = customerOf(event);
  const about = [`**${safe(event.eventName, MAX_NAME)}**`, safe(stateWords(view))];
  if (customer !== '') about.push(safe(customer, MAX_NAME));
  const lines = [
    accountLine(shown.connection),
    about.join(' · '),
    timeLine(event.timestamp, shown),
  ];
  const note = copyNote(view, shown);
  if (note !== '') lines.push(muted(safe(note)));
  return markdown(
    [lines.join('  \n'), propertyLines(view)],
    [
      [vscode.l10n.t('Open Event'), 'orb.event.open', [address]],
      [vscode.l10n.t('Open Billing'), 'orb.event.open', [{ ...address, billing: true }]],
      [vscode.l10n.t('Copy ID'), 'orb.event.copyId', [address]],
      [
        vscode.l10n.t('Search All IDs in This File'),
        'orb.events.searchSelection',
        [shown.uri.toString()],
      ],
    ],
  );
}

/** @param isMatch whether only a pattern says that it's an ID */
export function missingHover(
  address: EventAddress,
  { connection, nowMs }: Shown,
  isMatch: boolean,
  days: number,
): vscode.MarkdownString {
  const { connectionId, eventId } = address;
  const id = code(eventId, MAX_NAME);
  const sentence =
    days === 1
      ? vscode.l10n.t('No event {0} in the last day.', id)
      : vscode.l10n.t('No event {0} in the last {1} days.', id, days);
  const wider = { eventIds: [eventId], connectionId, ...lastDays(30, nowMs) };
  return markdown(
    [[accountLine(connection), sentence].join('  \n')],
    [
      ...(days < 30
        ? [[vscode.l10n.t('Search 30 Days'), 'orb.events.search', [wider]] as const]
        : []),
      ...(isMatch
        ? [
            [
              vscode.l10n.t('Change Patterns…'),
              patternSettings.command,
              patternSettings.args,
            ] as const,
          ]
        : []),
    ],
  );
}

export function failureHover(failure: Failure, { connection }: Shown): vscode.MarkdownString {
  const { error, isKeyRefused } = failure;
  const sentences = [error.message];
  if (isKeyRefused) sentences.push(vscode.l10n.t("Hovers don't ask again."));
  return markdown(
    [[accountLine(connection), safe(sentences.join(' '))].join('  \n')],
    isKeyRefused
      ? [
          [
            vscode.l10n.t('Replace Key…'),
            'orb.connections.replaceKey',
            [{ connectionId: connection.id }],
          ],
        ]
      : [],
  );
}

function markdown(
  paragraphs: readonly string[],
  links: readonly CommandLink[],
): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.supportHtml = true;
  text.isTrusted = { enabledCommands: links.map(([, command]) => command) };
  const parts = [...paragraphs, linkRow(links)].filter((part) => part !== '');
  text.appendMarkdown(parts.join('\n\n---\n\n'));
  return text;
}

const flagColors: Readonly<Record<Mode, readonly [string, string]>> = {
  live: ['statusBarItem-errorForeground', 'statusBarItem-errorBackground'],
  test: ['badge-foreground', 'badge-background'],
  sandbox: ['descriptionForeground', 'editorHoverWidget-background'],
};

/** The mode in its color, then the name. */
function accountLine(connection: Connection): string {
  const { mode } = connection;
  const word = modeWord(mode);
  const [color, background] = flagColors[mode];
  const style = `color:var(--vscode-${color});background-color:var(--vscode-${background});`;
  const flag = `<span style="${style}">&nbsp;${word}&nbsp;</span>`;
  return modeAndName(connection) === word ? flag : `${flag} ${safe(connection.name, MAX_NAME)}`;
}

function timeLine(timestamp: string, { nowMs }: Shown): string {
  const ms = parseTimestamp(timestamp)?.ms;
  const time = safe(spokenTime(timestamp));
  return ms === undefined ? time : `${time} ${muted(`(${safe(ageInWords(ms, nowMs))})`)}`;
}

/** When Orb last showed it, and why not now. */
function copyNote({ readMs }: EventView, { isCopy = false, failure, nowMs }: Shown): string {
  if (!isCopy) return '';
  const time = shortTime(new Date(readMs).toISOString(), nowMs);
  if (failure === undefined) return vscode.l10n.t('As read on {0} UTC.', time);
  return failure.isKeyRefused
    ? vscode.l10n.t('As read on {0} UTC. Orb rejects the API key now.', time)
    : vscode.l10n.t("As read on {0} UTC. Can't reach Orb now.", time);
}

/** Those that are probably mistakes first, with values as Orb wrote them. */
function propertyLines({ raw, event }: EventView): string {
  const root = tryReadJson(raw);
  const properties = root && memberOf(root, 'properties');
  if (properties?.kind !== 'object') return '';
  const kindOf = (key: string) => {
    const value = event.properties[key];
    return value === undefined ? undefined : looksLike(value);
  };
  const { members } = properties;
  const wrong = members.filter(({ key }) => kindOf(key) !== undefined);
  const others = members.filter(({ key }) => kindOf(key) === undefined);
  const lines = [...wrong, ...others].slice(0, MAX_PROPERTIES).map(({ key, value }) => {
    const kind = kindOf(key);
    const name = safe(key, MAX_NAME);
    const shown = `${muted(name)} ${code(raw.slice(value.start, value.end), MAX_VALUE)}`;
    return kind === undefined ? shown : `⚠ ${shown} · ${safe(isNot[kind]())}`;
  });
  const more = members.length - lines.length;
  if (more > 0) {
    lines.push(muted(more === 1 ? vscode.l10n.t('1 more') : vscode.l10n.t('{0} more', more)));
  }
  return lines.join('  \n');
}
