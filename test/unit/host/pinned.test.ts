import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

interface Manifest {
  readonly engines: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}
const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(`${folder}package.json`, 'utf8')) as Manifest;
const { engines, devDependencies } = manifestOf('');
const editor = (name: string) => manifestOf(`test/host/editors/${name}/`).dependencies;

suite('what tests download', () => {
  test('the oldest editor is the first that engines.vscode allows', () => {
    const [, minor] = /^\^1\.(\d+)\.0$/.exec(engines['vscode'] ?? '') ?? [];
    assert.ok(minor);
    // The release 4.105.1 of code-server carries VS Code 1.105.1.
    assert.match(editor('oldest')['code-server'] ?? '', new RegExp(`^4\\.${minor}\\.\\d+$`));
    assert.equal(devDependencies['@types/vscode'], `1.${minor}.0`);
  });

  test('every version is exact', () => {
    for (const name of ['newest', 'oldest']) {
      for (const version of Object.values(editor(name))) assert.match(version, /^\d+\.\d+\.\d+$/);
    }
  });

  test('a bot updates the newest editor, but not the oldest', () => {
    const bot = readFileSync('.github/dependabot.yml', 'utf8');
    const watched = /directories: \[(.*)\]/.exec(bot)?.[1];
    assert.equal(watched, "'/', '/test/host/editors/newest'");
  });

  test('.nvmrc has the version of Node that everything runs on', () => {
    const major = devDependencies['node']?.split('.')[0];
    assert.equal(readFileSync('.nvmrc', 'utf8').trim(), major);
  });
});
