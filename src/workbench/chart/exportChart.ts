/** Copies or saves what a page with a chart shows: the figures as CSV, the chart as PNG. */
import * as vscode from 'vscode';
import { confirmInStatusBar } from '../copied.ts';
import { savePlace } from '../dialogs.ts';
import type { Services } from '../services.ts';
import { UserError } from '../userError.ts';

export interface ExportedChart {
  /** Of a file, without its extension. */
  readonly name: string;
  readonly csv: string;
}

/** The page's end. */
interface Pictures {
  /** A PNG in base64. */
  image(): Promise<string>;
  copyImage(): Promise<boolean>;
}

export async function exportChart(
  { dialogs }: Pick<Services, 'dialogs'>,
  panel: vscode.WebviewPanel,
  page: Pictures,
  { name, csv }: ExportedChart,
): Promise<void> {
  const save = async (extension: string, kind: string, bytes: () => Promise<Uint8Array>) => {
    const target = await dialogs.saveFile({
      filters: { [kind]: [extension] },
      defaultUri: savePlace(`${name}.${extension}`),
    });
    if (target !== undefined) await vscode.workspace.fs.writeFile(target, await bytes());
  };
  const choices: readonly (vscode.QuickPickItem & { readonly work: () => Promise<void> })[] = [
    {
      label: vscode.l10n.t('Copy as CSV'),
      work: async () => {
        await vscode.env.clipboard.writeText(csv);
        confirmInStatusBar(vscode.l10n.t('Copied'));
      },
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
async function copyImage(panel: vscode.WebviewPanel, page: Pictures): Promise<void> {
  panel.reveal();
  if (await page.copyImage()) {
    confirmInStatusBar(vscode.l10n.t('Copied'));
    return;
  }
  throw new UserError(
    vscode.l10n.t(
      "The editor doesn't let a page copy pictures here. Save the chart as a file instead.",
    ),
  );
}
