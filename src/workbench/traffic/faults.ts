/** Faults that the Traffic page injects: what they can be, and the sentence about those that are left. */
import * as vscode from 'vscode';
import { countText } from '../../core/language.ts';
import type { Dialogs } from '../dialogs.ts';
import type { ListedFault } from './recorderApi.ts';

/** As `POST /sandbox/faults` takes it. */
export type NewFault = Omit<ListedFault, 'left'>;

const INGEST = '/v1/ingest';
const DELAY_MS = 10_000;
const MOST = 1_000;

/** @returns undefined when the user cancels */
export async function askFault(dialogs: Dialogs): Promise<NewFault | undefined> {
  const title = vscode.l10n.t('Inject Fault');
  const picked = await dialogs.pick(
    [
      { label: vscode.l10n.t('Respond with 500'), fault: { status: 500 } },
      { label: vscode.l10n.t('Respond with 429'), fault: { status: 429 } },
      { label: vscode.l10n.t('Respond after 10 Seconds'), fault: { delayMs: DELAY_MS } },
      {
        label: vscode.l10n.t('Cut the Connection'),
        detail: vscode.l10n.t('Orb never gets the request.'),
        fault: { drop: 'before' as const },
      },
      {
        label: vscode.l10n.t('Cut the Connection After Orb Responded'),
        detail: vscode.l10n.t('Orb has the events, and your service gets no response.'),
        fault: { drop: 'after' as const },
      },
    ],
    { title },
  );
  if (picked === undefined) return undefined;
  const times = await dialogs.input({
    title,
    prompt: vscode.l10n.t('How many ingest requests?'),
    value: '3',
    validateInput: (text) => (isCount(text) ? undefined : notACount()),
  });
  if (times === undefined || !isCount(times)) return undefined;
  return { path: INGEST, ...picked.fault, times: Number(times) };
}

const isCount = (text: string) =>
  /^\d{1,4}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= MOST;
const notACount = () => vscode.l10n.t('Enter a whole number from 1 to {0}.', countText(MOST));

/** What happens to the next requests; null when nothing does. */
export function faultSentence(faults: readonly ListedFault[]): string | null {
  const open = faults.filter(({ left }) => left > 0);
  const [first] = open;
  if (first === undefined) return null;
  const { path, left, status, delayMs, drop } = first;
  if (open.length > 1 || path !== INGEST) return vscode.l10n.t('Faults are injected.');
  const count = countText(left);
  if (status !== undefined) {
    return left === 1
      ? vscode.l10n.t('The next ingest request returns {0} without reaching Orb.', status)
      : vscode.l10n.t(
          'The next {0} ingest requests return {1} without reaching Orb.',
          count,
          status,
        );
  }
  if (drop === 'before') {
    return left === 1
      ? vscode.l10n.t('The next ingest request is cut off before it reaches Orb.')
      : vscode.l10n.t('The next {0} ingest requests are cut off before they reach Orb.', count);
  }
  if (drop === 'after') {
    return left === 1
      ? vscode.l10n.t('The next ingest request reaches Orb and gets no response.')
      : vscode.l10n.t('The next {0} ingest requests reach Orb and get no response.', count);
  }
  const seconds = countText((delayMs ?? 0) / 1_000);
  return left === 1
    ? vscode.l10n.t('The next ingest request is delayed by {0} s.', seconds)
    : vscode.l10n.t('The next {0} ingest requests are delayed by {1} s.', count, seconds);
}
