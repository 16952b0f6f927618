/** The German texts of the product, and which texts on a screen are still in English. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../host/root.ts';

const read = (file: string) =>
  JSON.parse(readFileSync(join(root, file), 'utf8')) as Readonly<Record<string, string>>;
const manifest = read('package.nls.json');
const germanManifest = read('package.nls.de.json');
/** English → German, of all texts but the manifest's. */
export const germanTexts = read('l10n/bundle.l10n.de.json');
/** English → German. */
const texts: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(manifest).map(([key, english]) => [english, germanManifest[key] ?? english]),
  ),
  ...germanTexts,
};

/** @throws if the product doesn't have the text */
export function german(english: string, ...values: readonly string[]): string {
  const text = texts[english];
  if (text === undefined) throw new Error(`There is no text "${english}".`);
  return text.replace(/\{(\d+)\}/g, (_, index: string) => values[Number(index)] ?? '');
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
/** Texts of at least two words, or one without placeholders, that are different in German. */
const englishTexts = Object.entries(texts)
  .filter(([english, translated]) => english !== translated && /\p{L}{3}/u.test(english))
  .map(([english]) => english.split(/\{\d+\}/).map(escaped))
  .filter((parts) => parts.length === 1 || /\p{L}{3,} \p{L}{2,}/u.test(parts.join('')))
  .map((parts) => new RegExp(`^${parts.join('.+')}$`, 'u'));

/** The texts on a screen that are English texts of ours. */
export const leftInEnglish = (shown: readonly string[]): readonly string[] =>
  shown
    .flatMap((text) => text.split('\n'))
    .map((text) => text.trim())
    .filter((text) => englishTexts.some((pattern) => pattern.test(text)));
