/**
 * A made-up language: every text is in brackets, with accents, and longer. What is shown without
 * them wasn't translated.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSourceTexts, worded } from './sourceTexts.ts';

/** VS Code's own name for it. */
export const PSEUDO_LOCALE = 'qps-ploc';

const accents: Readonly<Record<string, string>> = {
  ...{ a: 'ǎ', e: 'ě', i: 'ǐ', o: 'ǒ', u: 'ǔ', A: 'Ǎ', E: 'Ě', I: 'Ǐ', O: 'Ǒ', U: 'Ǔ' },
};

/** `Add Connection…` → `⟦Ǎdd Cǒnněctǐǒn… ~~~~⟧`. Placeholders, links and code stay as they are. */
export function pseudo(text: string): string {
  const kept = /\{\d+\}|\((?:command|https?):[^)]*\)|`[^`]*`|\$\([\w-]+\)/g;
  let result = '';
  let at = 0;
  const accented = (part: string) => part.replace(/[aeiouAEIOU]/g, (letter) => accents[letter]!);
  for (const match of text.matchAll(kept)) {
    result += accented(text.slice(at, match.index)) + match[0];
    at = match.index + match[0].length;
  }
  result += accented(text.slice(at));
  return `⟦${result} ${'~'.repeat(Math.ceil(text.length / 4))}⟧`;
}

/** Adds the language to an installed extension: its manifest's texts and those of its code. */
export function addPseudoLocale(extensionFolder: string): void {
  const manifestTexts = JSON.parse(
    readFileSync(join(extensionFolder, 'package.nls.json'), 'utf8'),
  ) as Record<string, string>;
  write(join(extensionFolder, `package.nls.${PSEUDO_LOCALE}.json`), mapValues(manifestTexts));
  const { translated } = readSourceTexts(...worded);
  const code = Object.fromEntries(translated.map((text) => [text, text]));
  mkdirSync(join(extensionFolder, 'l10n'), { recursive: true });
  write(join(extensionFolder, 'l10n', `bundle.l10n.${PSEUDO_LOCALE}.json`), mapValues(code));
}

const mapValues = (texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, pseudo(text)]));

function write(file: string, texts: Readonly<Record<string, string>>): void {
  writeFileSync(file, JSON.stringify(texts, null, 2));
}
