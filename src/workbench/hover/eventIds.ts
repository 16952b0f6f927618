/** What hovers and terminal links share: known IDs, the user's patterns, and Orb's answers. */
import * as vscode from 'vscode';
import { modeAndName } from '../connections/labels.ts';
import { candidatesIn } from '../../core/ids/candidates.ts';
import type { EventAddress } from '../eventStore.ts';
import { startCommand } from '../notices.ts';
import type { Services } from '../services.ts';
import { IdHover } from './idHover.ts';
import { KnownIds } from './knownIds.ts';
import { OrbAnswers } from './orbAnswers.ts';
import { IdPatterns } from './patterns.ts';

export type TerminalEventLink = vscode.TerminalLink & EventAddress;

export function eventIds(services: Services) {
  const known = new KnownIds(services);
  const patterns = new IdPatterns(services);
  const hover = new IdHover(services, known, patterns, new OrbAnswers(services));
  return {
    hover: hover.provide.bind(hover),
    terminalLinks: async (line: string): Promise<TerminalEventLink[]> => {
      const candidates = candidatesIn(line);
      const connections = await known.find(candidates.map(({ id }) => id));
      const { active } = services.connections;
      const matches = active === undefined ? [] : patterns.matchesIn(line, 0);
      const found = [
        ...candidates.flatMap((each) => {
          const connectionId = connections.get(each.id);
          return connectionId === undefined ? [] : [{ ...each, connectionId }];
        }),
        ...matches.map((each) => ({ ...each, connectionId: active?.id ?? '' })),
      ];
      return withoutOverlap(found).map(({ id, start, end, connectionId }) => {
        const connection = services.connections.get(connectionId);
        const tooltip = vscode.l10n.t(
          'Open event in {0}',
          connection === undefined ? connectionId : modeAndName(connection),
        );
        const link = new vscode.TerminalLink(start, end - start, tooltip);
        return Object.assign(link, { connectionId, eventId: id });
      });
    },
    open: ({ connectionId, eventId }: TerminalEventLink) =>
      startCommand(services, 'orb.event.open', { connectionId, eventId }),
  };
}

/** The first of those that overlap. */
function withoutOverlap<T extends { readonly start: number; readonly end: number }>(
  found: readonly T[],
): readonly T[] {
  const kept: T[] = [];
  for (const each of found) {
    if (kept.every(({ start, end }) => each.end <= start || each.start >= end)) kept.push(each);
  }
  return kept;
}
