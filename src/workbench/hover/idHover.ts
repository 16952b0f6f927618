/** The hover of an event ID in any text. */
import * as vscode from 'vscode';
import { candidatesAt, type Candidate } from '../../core/ids/candidates.ts';
import { after } from '../../std/slices.ts';
import type { EventView } from '../eventStore.ts';
import type { Services } from '../services.ts';
import { eventHover, failureHover, missingHover } from './hoverText.ts';
import type { KnownIds } from './knownIds.ts';
import type { OrbAnswers } from './orbAnswers.ts';
import type { IdPatterns } from './patterns.ts';

/** VS Code asks for hovers before it shows them. Only a pointer that rests is worth a request. */
const REST_MS = 250;

interface Found {
  readonly candidate: Candidate;
  readonly connectionId: string;
  /** Whether only a pattern says that it's an ID. */
  readonly isMatch: boolean;
}

export class IdHover {
  constructor(
    private readonly services: Services,
    private readonly known: KnownIds,
    private readonly patterns: IdPatterns,
    private readonly answers: OrbAnswers,
  ) {}

  async provide(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const line = document.lineAt(position).text;
    const found = await this.#idAt(line, position.character);
    if (found === undefined || token.isCancellationRequested) return undefined;
    const text = await this.#textOf(found, document.uri, token);
    const { start, end } = found.candidate;
    const range = new vscode.Range(position.line, start, position.line, end);
    return text && new vscode.Hover(text, range);
  }

  async #idAt(line: string, offset: number): Promise<Found | undefined> {
    const candidates = candidatesAt(line, offset);
    for (const candidate of candidates) {
      const connectionId = this.known.inMemory(candidate.id);
      if (connectionId !== undefined) return { candidate, connectionId, isMatch: false };
    }
    const ids = await this.known.find(candidates.map(({ id }) => id));
    for (const candidate of candidates) {
      const connectionId = ids.get(candidate.id);
      if (connectionId !== undefined) return { candidate, connectionId, isMatch: false };
    }
    const { active } = this.services.connections;
    const candidate =
      active &&
      this.patterns
        .matchesIn(line, offset)
        .find(({ start, end }) => start <= offset && offset < end);
    return candidate && { candidate, connectionId: active.id, isMatch: true };
  }

  async #textOf(
    { candidate: { id: eventId }, connectionId, isMatch }: Found,
    uri: vscode.Uri,
    token: vscode.CancellationToken,
  ): Promise<vscode.MarkdownString | undefined> {
    const { connections, events } = this.services;
    const address = { connectionId, eventId };
    const connection = connections.get(connectionId);
    if (connection === undefined) return undefined;
    const nowMs = connections.now(connectionId);
    const shown = { connection, nowMs, uri };
    const copy = events.get(address) ?? (await events.load(address));
    // Other accounts than the one in the status bar aren't asked.
    const isCurrent = copy !== undefined && isFresh(copy, nowMs);
    if (isCurrent || connectionId !== connections.active?.id) {
      return copy && eventHover(copy, { ...shown, isCopy: !isCurrent });
    }
    await after(REST_MS);
    const isWanted = () => !token.isCancellationRequested;
    const answer = await this.answers.ask(address, copy?.event.timestamp, isWanted);
    switch (answer?.kind) {
      case undefined:
        return undefined;
      case 'found':
        return eventHover(events.get(address) ?? answer.view, shown);
      case 'missing':
        return copy === undefined
          ? missingHover(
              address,
              shown,
              isMatch,
              this.services.settings.get('orb.search.windowDays'),
            )
          : eventHover(copy, { ...shown, isCopy: true });
      case 'failed':
        return copy === undefined
          ? failureHover(answer, shown)
          : eventHover(copy, { ...shown, isCopy: true, failure: answer });
    }
  }
}

/** Whether it was read since the extension host started. */
const isFresh = ({ readMs }: EventView, nowMs: number): boolean =>
  readMs >= nowMs - performance.now();
