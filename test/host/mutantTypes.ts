// Whether a mutant would have compiled: what the compiler rejects is killed by `npm run check`.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { Mutant } from './mutantSource.ts';
import { root } from './root.ts';

/** A check that keeps the whole program in memory and rereads one changed file at a time. */
export function createTypeCheck(): (mutant: Mutant) => boolean {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    // What a change leaves unused isn't a type error.
    { noUnusedLocals: false, noUnusedParameters: false, allowUnreachableCode: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  if (config === undefined) throw new Error('tsconfig.json cannot be read.');
  const sources = config.fileNames.filter((file) => file.startsWith(join(root, 'src')));
  const changed = new Map<string, { readonly text: string; readonly version: number }>();
  let version = 0;
  const service = ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getCompilationSettings: () => config.options,
    getScriptFileNames: () => [...sources],
    getScriptVersion: (file) => String(changed.get(file)?.version ?? 0),
    getScriptSnapshot: (file) => {
      const text = changed.get(file)?.text ?? ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
  });

  /** What a change of types breaks elsewhere is broken in the files that import it. */
  const importersOf = (file: string) =>
    sources.filter((source) =>
      ts
        .preProcessFile(ts.sys.readFile(source) ?? '')
        .importedFiles.some(({ fileName }) => join(dirname(source), fileName) === file),
    );

  return (mutant) => {
    const file = join(root, mutant.fileName);
    const text = readFileSync(file, 'utf8');
    changed.set(file, { text: applied(text, mutant), version: ++version });
    const compiles =
      service.getSyntacticDiagnostics(file).length === 0 &&
      [file, ...importersOf(file)].every(
        (each) => service.getSemanticDiagnostics(each).length === 0,
      );
    changed.set(file, { text, version: ++version });
    return compiles;
  };
}

/** The text of a file with the mutant in its place. */
function applied(text: string, { location: { start, end }, replacement }: Mutant): string {
  const lines = ts.createSourceFile('', text, ts.ScriptTarget.Latest);
  const at = (place: typeof start) => lines.getPositionOfLineAndCharacter(place.line, place.column);
  return text.slice(0, at(start)) + replacement + text.slice(at(end));
}
