import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  commands,
  contextKeys,
  editorMenuCommands,
  EVENT_LANGUAGE,
  languageModelTools,
  LINE_SCHEME,
  rowCommands,
  SCHEME,
  settings,
  views,
} from '../../src/contributions.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category: string }[];
    readonly configuration: { readonly properties: Record<string, Record<string, unknown>> };
    readonly menus: Record<string, readonly { command: string }[]>;
    readonly views: Record<string, readonly { id: string }[]>;
  };
}
const text = readFileSync('package.json', 'utf8');
const manifest = JSON.parse(text) as Manifest;
const words = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;

suite('package.json agrees with contributions.ts', () => {
  test('commands: the same IDs, each with a title and the category Orb', () => {
    const contributed = manifest.contributes.commands;
    assert.deepEqual(
      contributed.map(({ command }) => command).sort(),
      Object.keys(commands).sort(),
    );
    for (const each of contributed) {
      assert.equal(each.category, 'Orb');
      assert.equal(each.title, `%command.${each.command}%`);
    }
  });

  test('tools for language models: the same names, each described to users and models', () => {
    const { contributes } = JSON.parse(text) as {
      contributes: { languageModelTools: readonly Record<string, string>[] };
    };
    const tools = contributes.languageModelTools;
    assert.deepEqual(
      tools.map(({ name }) => name),
      languageModelTools,
    );
    for (const { name, displayName, userDescription, modelDescription } of tools) {
      assert.equal(displayName, `%tool.${name}%`);
      assert.equal(userDescription, `%tool.${name}.description%`);
      assert.ok(modelDescription!.length > 50, name);
    }
  });

  test('every command is in the palette: none is hidden there', () => {
    assert.equal(manifest.contributes.menus['commandPalette'], undefined);
  });

  test('settings: the same IDs, shapes and defaults, each described and with a scope', () => {
    const contributed = manifest.contributes.configuration.properties;
    assert.deepEqual(Object.keys(contributed).sort(), Object.keys(settings).sort());
    for (const [id, schema] of Object.entries(settings)) {
      const actual = contributed[id]!;
      const words = (each: unknown) => (Array.isArray(each) ? each.toSorted() : each);
      for (const [key, value] of Object.entries(schema)) {
        assert.deepEqual(words(actual[key]), words(value), `${id}: ${key}`);
      }
      assert.equal(actual['markdownDescription'], `%setting.${id}%`);
      assert.ok(typeof actual['scope'] === 'string');
    }
  });

  test("commands of a text editor's menu", () => {
    const inMenu = manifest.contributes.menus['editor/context']!.map(({ command }) => command);
    assert.deepEqual(inMenu.sort(), [...editorMenuCommands].sort());
  });

  test('commands of rows: in menus of rows, and in no title of a view', () => {
    const inMenu = (menu: string) =>
      new Set(
        manifest.contributes.menus[menu]!.map(({ command }) => command).filter((id) =>
          rowCommands.test(id),
        ),
      );
    assert.deepEqual([...inMenu('view/title')], []);
    const ofRows = inMenu('view/item/context');
    for (const id of ['deprecate', 'copyId', 'copyAs', 'compare', 'openText']) {
      assert.ok(ofRows.has(`orb.event.${id}`), id);
    }
    for (const id of ['searchAgain', 'removeSearch']) assert.ok(ofRows.has(`orb.events.${id}`), id);
  });

  test('views: the same IDs', () => {
    assert.deepEqual(
      Object.values(manifest.contributes.views)
        .flat()
        .map(({ id }) => id)
        .sort(),
      Object.values(views).sort(),
    );
  });

  test('the language of event documents: autosave is off, and the JSON support serves it with our schema', () => {
    const { contributes } = JSON.parse(text) as { contributes: Record<string, unknown> };
    const defaults = contributes['configurationDefaults'] as Record<string, object>;
    assert.deepEqual(
      (contributes['languages'] as readonly { id: string }[]).map(({ id }) => id),
      [EVENT_LANGUAGE],
    );
    assert.deepEqual(contributes['jsonLanguageParticipants'], [{ languageId: EVENT_LANGUAGE }]);
    assert.deepEqual(contributes['jsonValidation'], [
      {
        fileMatch: [`${SCHEME}:/**/*.orbevent`, `${LINE_SCHEME}:/**/*.orbevent`],
        url: './dist/schemas/editor.schema.json',
      },
      { fileMatch: '*.orb.json', url: './dist/schemas/ingest.schema.json' },
    ]);
    assert.ok('files.autoSave' in defaults[`[${EVENT_LANGUAGE}]`]!);
  });

  test("a remote window forwards the sandbox's default port without a notification", () => {
    const { contributes } = JSON.parse(text) as {
      contributes: { configurationDefaults: Record<string, object> };
    };
    const ports = contributes.configurationDefaults['remote.portsAttributes']!;
    const port = manifest.contributes.configuration.properties['orb.sandbox.port']!['default'];
    assert.deepEqual(Object.keys(ports), [String(port)]);
  });

  test('when clauses use declared context keys only', () => {
    const used = [...text.matchAll(/"when": "([^"]*)"/g)].flatMap(([, when]) => [
      ...when!.matchAll(/(?<![=\w./'-]\s?)\borb\.[a-zA-Z]+\b(?!\.)/g),
    ]);
    const known: readonly string[] = [...contextKeys, ...Object.values(views)];
    for (const [key] of used) assert.ok(known.includes(key), `unknown context key ${key}`);
  });

  test('texts: package.nls.json has every %key% of the manifest, and nothing else', () => {
    const used = new Set([...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key!));
    assert.deepEqual([...used].sort(), Object.keys(words).sort());
  });

  test('the walkthrough: its steps complete with context keys and run declared commands', () => {
    const { contributes } = JSON.parse(text) as {
      contributes: {
        walkthroughs: { steps: { completionEvents: string[]; description: string }[] }[];
      };
    };
    const steps = contributes.walkthroughs.flatMap((each) => each.steps);
    assert.ok(steps.length >= 5);
    for (const { completionEvents, description } of steps) {
      for (const event of completionEvents) {
        const [, key] = /^onContext:(.+)$/.exec(event) ?? [];
        assert.ok((contextKeys as readonly string[]).includes(key ?? ''), event);
      }
      const told = words[description.slice(1, -1)] ?? '';
      const linked = [...told.matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id!);
      assert.ok(linked.length > 0, description);
      for (const id of linked) assert.ok(id in commands, id);
    }
  });

  test("an untrusted workspace changes nothing: each setting is only the user's, or restricted", () => {
    const { capabilities } = JSON.parse(text) as {
      capabilities: { untrustedWorkspaces: { restrictedConfigurations: readonly string[] } };
    };
    const ofWorkspaces = Object.entries(manifest.contributes.configuration.properties)
      .filter(([, { scope }]) => /^(window|resource)$/.test(String(scope)))
      .map(([id]) => id);
    const { restrictedConfigurations } = capabilities.untrustedWorkspaces;
    assert.deepEqual(restrictedConfigurations.toSorted(), ofWorkspaces.toSorted());
  });

  test('no setting is a URL or a key: a workspace must not send a key elsewhere', () => {
    for (const id of Object.keys(settings)) assert.doesNotMatch(id, /url|host|key|proxy/i);
  });
});
