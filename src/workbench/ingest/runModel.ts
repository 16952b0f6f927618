/**
 * What the page of an ingest shows: follows the run while it's being sent, or reads what was
 * recorded. Independent of the webview.
 */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { frameText } from '../../core/backfillText.ts';
import type { OutcomesByTime, RejectionGroup } from '../../core/ingestReport.ts';
import { countText } from '../../core/language.ts';
import { duration, isDiskFull, stopText } from '../../core/texts/ingest.ts';
import type { RunRecord } from '../../ingest/journal.ts';
import type { Accounts } from '../../ingest/states.ts';
import type { FromWorker, RunReport, VerifiedMessage } from '../../ingestWorker/messages.ts';
import type { IngestRunState, RunPhase, StopReason } from '../../protocol/ingestRun.ts';
import { Emitter } from '../../std/emitter.ts';
import { versionsText } from './verifiedText.ts';

export type ShownRun = Pick<
  RunRecord,
  | 'runId'
  | 'uri'
  | 'path'
  | 'connectionId'
  | 'connectionName'
  | 'mode'
  | 'backfillId'
  | 'lineOffset'
  | 'lines'
  | 'context'
>;

type Verified = Omit<VerifiedMessage, 'kind'> & { readonly atMs: number };

export class RunModel {
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #groupsChanged = new Emitter<void>();
  readonly onDidChangeGroups = this.#groupsChanged.event;
  readonly #byTimeChanged = new Emitter<void>();
  readonly onDidChangeByTime = this.#byTimeChanged.event;
  #phase: RunPhase = { kind: 'interrupted' };
  #accounts: Accounts;
  #requests: IngestRunState['requests'] = null;
  #report: RunReport | undefined;
  #verified: Verified | undefined;
  #isBackfillOpen = false;
  #groups: readonly RejectionGroup[] = [];
  #byTime: OutcomesByTime | null = null;
  /** Aborts the work in progress, when the page's Stop is pressed. */
  #work = new AbortController();
  #began: { readonly ms: number; readonly done: number } | undefined;

  constructor(public run: ShownRun) {
    this.#accounts = noneTried(run.lines);
  }

  get fileName(): string {
    return basename(vscode.Uri.parse(this.run.uri).path);
  }
  get groups(): readonly RejectionGroup[] {
    return this.#groups;
  }
  /** Null when there is no chart to draw. */
  get byTime(): OutcomesByTime | null {
    return this.#byTime;
  }
  get report(): RunReport | undefined {
    return this.#report;
  }
  get verified(): Verified | undefined {
    return this.#verified;
  }
  get isWorking(): boolean {
    return ['checking', 'sending', 'verifying'].includes(this.#phase.kind);
  }

  /** @param nowMs by the account's clock */
  state(nowMs: number): Omit<IngestRunState, 'connection'> {
    const { runId, lines, context } = this.run;
    const { accepted, duplicates, rejected, notTried } = this.#accounts;
    const report = this.#report;
    const verified = this.#verified;
    return {
      runId,
      fileName: this.fileName,
      phase: this.#phase,
      lines,
      accepted,
      duplicates,
      rejected,
      notSent: notTried,
      known: report?.known ?? 0,
      unanswered: report?.unanswered ?? 0,
      requests: this.#requests,
      customers: report?.customers ?? null,
      gracePeriodHours: context.gracePeriodHours,
      hasRejectedFile: report?.rejectedFile !== undefined,
      verified:
        verified === undefined
          ? null
          : {
              atMs: verified.atMs,
              found: verified.found,
              missing: verified.missing.length,
              different: verified.different.length,
              versions: versionsText(verified.different),
            },
      backfill:
        context.backfill === undefined
          ? null
          : { name: frameText(context.backfill, nowMs), isOpen: this.#isBackfillOpen },
      notes: report === undefined ? [] : notesOf(report),
    };
  }

  /**
   * Call this when the work begins; what an earlier part of the run recorded is no longer true.
   * @returns a signal that the page's Stop aborts
   */
  begin(run: ShownRun): AbortSignal {
    this.run = run;
    this.#report = undefined;
    this.#verified = undefined;
    this.#groups = [];
    this.#accounts = noneTried(run.lines);
    this.#began = undefined;
    this.#work = new AbortController();
    this.#isBackfillOpen = run.backfillId !== undefined;
    this.#groupsChanged.fire();
    this.#setByTime(null);
    this.#set({ kind: 'checking', lines: 0 });
    return this.#work.signal;
  }

  beginVerifying(): AbortSignal {
    this.#work = new AbortController();
    this.#set({ kind: 'verifying', done: 0, of: this.#accounts.accepted });
    return this.#work.signal;
  }

  stop(): void {
    this.#work.abort();
  }

  /** @param atMs by a clock that never goes back */
  follow(message: FromWorker, atMs: number): void {
    if (message.kind === 'validating') this.#set({ kind: 'checking', lines: message.lines });
    else if (message.kind === 'sending') {
      const { requests, retries } = message;
      const done = message.lines - message.notTried;
      this.#began ??= { ms: atMs, done };
      const took = atMs - this.#began.ms;
      this.#accounts = message;
      this.#requests = { count: requests, retried: retries, took: duration(took) };
      const left = leftOf(took, done - this.#began.done, message.notTried);
      this.#set({ kind: 'sending', left });
    } else if (message.kind === 'groups') this.#setGroups(message.groups);
    else if (message.kind === 'byTime') this.#setByTime(message.byTime);
    else if (message.kind === 'verifying') {
      this.#set({ kind: 'verifying', done: message.done, of: message.of });
    }
  }

  finish(report: RunReport): void {
    const { sent, endedMs, groups } = report;
    const { requests, retries, durationMs, stopped } = sent;
    this.#report = report;
    this.#accounts = sent;
    this.#requests = { count: requests, retried: retries, took: duration(durationMs) };
    this.#setGroups(groups);
    this.#setByTime(report.byTime ?? null);
    this.#set(
      stopped === undefined || sent.notTried === 0
        ? { kind: 'ended', atMs: endedMs }
        : { kind: 'stopped', atMs: endedMs, why: reasonOf(report) },
    );
  }

  setVerified({ found, missing, different }: VerifiedMessage, atMs: number): void {
    this.#verified = { found, missing, different, atMs };
    this.restorePhase();
  }

  /**
   * For a run that is read again, and after work that changed nothing.
   * @param accounts from the journal, if there's no report
   */
  restorePhase(accounts?: Accounts): void {
    if (this.#report !== undefined) this.finish(this.#report);
    else {
      this.#accounts = accounts ?? this.#accounts;
      this.#set({ kind: 'interrupted' });
    }
  }

  setElsewhere(): void {
    this.#set({ kind: 'elsewhere' });
  }

  setFileChanged(atMs: number): void {
    this.#set({ kind: 'fileChanged', atMs });
  }

  setBackfillOpen(isOpen: boolean): void {
    this.#isBackfillOpen = isOpen;
    this.#changed.fire();
  }

  #set(phase: RunPhase): void {
    this.#phase = phase;
    this.#changed.fire();
  }

  #setByTime(byTime: OutcomesByTime | null): void {
    this.#byTime = byTime;
    this.#byTimeChanged.fire();
  }

  #setGroups(groups: readonly RejectionGroup[]): void {
    this.#groups = groups;
    this.#groupsChanged.fire();
  }
}

const noneTried = (lines: number): Accounts => ({
  lines,
  accepted: 0,
  duplicates: 0,
  rejected: 0,
  notTried: lines,
});

/** Before that, the speed isn't meaningful. */
const MIN_MS = 2_000;

function leftOf(tookMs: number, done: number, left: number): string | null {
  return tookMs < MIN_MS || done === 0 ? null : duration((tookMs / done) * left);
}

function reasonOf({ sent, unanswered }: RunReport): StopReason {
  const { kind, message } = sent.stopped ?? { kind: 'cancelled' };
  switch (kind) {
    case 'cancelled':
      return { kind: 'stopped' };
    case 'unauthorized':
      return { kind: 'keyRejected' };
    case 'changed':
      return { kind: 'fileChanged' };
    case 'closed':
      return { kind: 'closed', sentence: stopText(kind, message) };
    case 'failed':
      if (unanswered > 0) return { kind: 'noResponse' };
      return { kind: 'other', sentence: stopText(kind, message) };
    case 'forbidden':
    case 'refusesAll':
    case 'journal':
      return { kind: 'other', sentence: stopText(kind, message) };
  }
}

function notesOf({ rejectsProblem, grownBy }: RunReport): readonly string[] {
  const notes = [
    rejectsProblem === undefined
      ? undefined
      : isDiskFull(rejectsProblem)
        ? vscode.l10n.t("Couldn't save the rejected lines: the disk is full.")
        : vscode.l10n.t("Couldn't save the rejected lines: {0}", rejectsProblem),
    grownBy === 0
      ? undefined
      : vscode.l10n.t(
          "The file grew by {0} bytes after it was validated. The added part wasn't sent.",
          countText(grownBy),
        ),
  ];
  return notes.filter((note) => note !== undefined);
}
