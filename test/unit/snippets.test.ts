import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ingestBodyShape, ingestShape } from '../../src/core/shapes.ts';

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly scope: string;
  readonly body: readonly string[];
}

const file = 'media/snippets/orb.code-snippets';
const snippets = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Snippet>>;

/** What VS Code inserts (https://code.visualstudio.com/docs/editing/userdefinedsnippets). */
const variables: Readonly<Record<string, string>> = {
  UUID: '3f2c41d7-5b0e-4c0a-8a57-000000000001',
  CURRENT_YEAR: '2026',
  CURRENT_MONTH: '10',
  CURRENT_DATE: '29',
  CURRENT_HOUR: '03',
  CURRENT_MINUTE: '12',
  CURRENT_SECOND: '04',
  CURRENT_TIMEZONE_OFFSET: '+02:00',
};

function inserted({ body }: Snippet): string {
  const named = body
    .join('\n')
    .replaceAll(/\$\{?([A-Z_]+)\}?/g, (_, name: string) => variables[name] ?? `unknown ${name}`);
  return named
    .replaceAll(/(?<!\\)\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/(?<!\\)\$\d/g, '')
    .replaceAll('\\$', '$');
}

suite('snippets', () => {
  for (const [name, snippet] of Object.entries(snippets)) {
    test(`${name} inserts what Orb accepts`, () => {
      const text = inserted(snippet);
      assert.doesNotMatch(text, /unknown/);
      const [head, body = head] = text.split('\n\n');
      const json = JSON.parse(body ?? '') as object;
      const shape = 'events' in json ? ingestBodyShape : ingestShape;
      assert.deepEqual(shape.safeParse(json).error?.issues, undefined);
      assert.ok(snippet.prefix.startsWith('orb-') && snippet.description !== '');
    });
  }

  test('are offered in event files, JSON, request files, and code of fixtures, and nowhere else', () => {
    const scopes = new Set(Object.values(snippets).flatMap(({ scope }) => scope.split(',')));
    assert.deepEqual([...scopes].sort(), [
      'http',
      'javascript',
      'javascriptreact',
      'json',
      'jsonc',
      'jsonl',
      'python',
      'typescript',
      'typescriptreact',
    ]);
  });

  test('a request takes its URL and key from the environment', () => {
    const text = inserted(snippets['Orb Ingest Request']!);
    assert.match(text, /^POST \{\{\$processEnv ORB_BASE_URL\}\}\/ingest\n/);
    assert.match(text, /Bearer \{\{\$processEnv ORB_API_KEY\}\}/);
  });
});
