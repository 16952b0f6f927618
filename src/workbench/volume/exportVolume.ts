/** Copies or saves what the volume page shows: the figures as CSV, the chart as PNG. */
import * as vscode from 'vscode';
import { volumeCsv } from '../../core/volumeCsv.ts';
import { indexAt, type TimeBounds } from '../../core/timeSeries.ts';
import type { VolumeSeries } from '../../core/volumeSeries.ts';
import type { Remote } from '../../protocol/rpc.ts';
import type { ToPage } from '../../protocol/volume.ts';
import { savePlace } from '../dialogs.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';

/** @param bounds the visible hours, within the series */
export async function exportVolume(
  { dialogs }: Pick<Services, 'dialogs'>,
  panel: vscode.WebviewPanel,
  page: Remote<ToPage>,
  series: VolumeSeries,
  { startMs, endMs }: TimeBounds,
): Promise<void> {
  const save = async (extension: string, kind: string, bytes: () => Promise<Uint8Array>) => {
    const name = `orb-volume-${new Date(startMs).toISOString().slice(0, 10)}.${extension}`;
    const target = await dialogs.saveFile({
      filters: { [kind]: [extension] },
      defaultUri: savePlace(name),
    });
    if (target !== undefined) await vscode.workspace.fs.writeFile(target, await bytes());
  };
  const span = {
    from: Math.max(0, indexAt(series, startMs)),
    to: Math.min(series.counts.length, indexAt(series, endMs)),
  };
  const csv = volumeCsv(series, span);
  const choices: readonly (vscode.QuickPickItem & { readonly work: () => Promise<void> })[] = [
    {
      label: vscode.l10n.t('Copy as CSV'),
      work: async () => vscode.env.clipboard.writeText(csv),
    },
    {
      label: vscode.l10n.t('Save as CSV…'),
      work: () => save('csv', 'CSV', () => Promise.resolve(new TextEncoder().encode(csv))),
    },
    { label: vscode.l10n.t('Copy as PNG'), work: () => copyImage(panel, page) },
    {
      label: vscode.l10n.t('Save as PNG…'),
      work: () => save('png', 'PNG', async () => Buffer.from(await page.image(), 'base64')),
    },
  ];
  const chosen = await dialogs.pick(choices, { placeHolder: vscode.l10n.t('Export the chart') });
  await chosen?.work();
}

/**
 * Extensions can only copy text to the clipboard; a page can copy a picture while it has the focus.
 */
async function copyImage(panel: vscode.WebviewPanel, page: Remote<ToPage>): Promise<void> {
  panel.reveal();
  if (await page.copyImage()) return;
  throw new UserError(
    vscode.l10n.t(
      "The editor doesn't let a page copy pictures here. Save the chart as a file instead.",
    ),
  );
}
