import assert from 'node:assert/strict';
import { proseOf } from '../../host/prose.ts';
import { wordingProblems } from '../../host/wording.ts';

/** What is found in a file: the line, and the idiom. */
const found = (file: string, ...lines: readonly string[]) =>
  wordingProblems(file, lines.join('\n')).map((problem) =>
    /:(\d+): "(.+?)" in/.exec(problem)?.slice(1),
  );

suite('the check of wording', () => {
  test('reports where an idiom is, its text, and what is better', () => {
    assert.deepEqual(wordingProblems('src/a.ts', '\n// The list is read anew.\n'), [
      'src/a.ts:2: "anew" in a comment. Better: again, from scratch.',
    ]);
  });

  test('reads texts, including templates, and comments over several lines', () => {
    const text = 'The rows are told ${count} times';
    assert.deepEqual(
      found(
        'src/a.ts',
        '/**',
        ' * What stands',
        ' * this is',
        ' * none, and is',
        ' * none.',
        ' */',
        `t(\`${text}\`);`,
      ),
      [
        ['2', 'stands'],
        ['3', 'is none'],
        ['4', 'is none'],
        ['7', 'told'],
      ],
    );
  });

  test('reads the names of tests, but not their data', () => {
    const lines = [
      "test('mends the line', () => {",
      "  assert.equal(text, 'it mends the line');",
      '});',
    ];
    assert.deepEqual(found('test/unit/a.test.ts', ...lines), [['1', 'mends']]);
    assert.deepEqual(found('src/a.ts', ...lines), [
      ['1', 'mends'],
      ['2', 'mends'],
    ]);
  });

  test('reads Markdown and the values of JSON, without code', () => {
    assert.deepEqual(found('docs/a.md', 'The `id` of nobody.', '```', 'nobody', '```', 'An id.'), [
      ['1', 'nobody'],
      ['5', 'id'],
    ]);
    assert.deepEqual(found('package.nls.json', '{ "told": "Nobody" }'), [['1', 'Nobody']]);
  });

  test("requires contractions in texts of the product, but not in the sandbox's messages, which are Orb's", () => {
    const line = "t('This cannot be read.'); // It cannot.";
    assert.deepEqual(found('src/core/a.ts', line), [['1', 'cannot']]);
    assert.deepEqual(found('src/sandbox/a.ts', line), []);
  });

  test('ignores identifiers, imports, and SQL', () => {
    const lines = [
      "import { told } from './told in words.ts';",
      'const told = `select id from event where id = ?`;',
      '/** @param id what `told` is, "id" included */',
    ];
    assert.deepEqual(found('src/a.ts', ...lines), []);
    assert.equal(proseOf('src/a.ts', lines.join('\n')).length, 1);
  });
});
