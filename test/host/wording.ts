// Refuses idioms that read as translated in texts, comments and names of tests, each with its place and what to write instead.
import { globSync, readFileSync } from 'node:fs';
import { idioms } from './idioms.ts';
import { proseOf } from './prose.ts';

/** The list itself quotes what it refuses. */
const quoting = ['test/host/idioms.ts'];
const read = ['{src,test}/**/*.{ts,mjs,css}', '*.{mjs,cjs,md}', 'docs/*.md', 'package.nls.json'];

/** @returns one line for each idiom found: place, what it says, what is better */
export function wordingProblems(file: string, text: string): readonly string[] {
  return proseOf(file, text).flatMap((prose) =>
    idioms
      .filter(
        ({ onlyIn = prose.kind, exceptIn }) =>
          onlyIn === prose.kind && exceptIn?.test(file) !== true,
      )
      .flatMap(({ pattern, better }) => {
        const spaced = new RegExp(pattern.source.replaceAll(' ', '\\s+'), `${pattern.flags}g`);
        return [...prose.text.matchAll(spaced)].map((found) => {
          const line = text.slice(0, prose.at + found.index).split('\n').length;
          return `${file}:${line}: "${found[0].trim().replaceAll(/\s+/g, ' ')}" in a ${prose.kind}. Better: ${better}.`;
        });
      }),
  );
}

if (import.meta.main) {
  const problems = globSync(read, { exclude: quoting })
    .sort()
    .flatMap((file) => wordingProblems(file, readFileSync(file, 'utf8')));
  for (const problem of problems) console.log(problem);
  process.exit(problems.length === 0 ? 0 : 1);
}
