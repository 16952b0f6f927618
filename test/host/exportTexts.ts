import { getL10nJson } from '@vscode/l10n-dev';
import { globSync, readFileSync } from 'node:fs';

/**
 * Every text of src/ that is translated: the contents of l10n/bundle.l10n.json, and what each
 * translation must have. All files are passed to the tool as one, since it compiles its queries
 * again for each file, which takes longer than everything else.
 * @returns each English text, mapped to itself
 */
export async function exportTexts(): Promise<Readonly<Record<string, unknown>>> {
  const files = globSync('src/**/*.ts').sort();
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  const contents = [
    "import * as vscode from 'vscode';",
    "import * as l10n from '@vscode/l10n';",
    ...texts
      .filter((text) => text.includes('l10n.t('))
      .map((text) => text.replace(/^import [^;]*;$/gm, '')),
  ].join('\n');
  return getL10nJson([{ extension: '.ts', contents }]);
}
