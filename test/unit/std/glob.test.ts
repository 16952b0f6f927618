import assert from 'node:assert/strict';
import { globMatcher } from '../../../src/std/glob.ts';

suite('glob patterns', () => {
  for (const [pattern, matching, others] of [
    [
      '**/*.orb.{ndjson,jsonl}',
      ['/a/b.orb.ndjson', 'b.orb.jsonl', 'C:\\a\\.orb.jsonl'],
      ['/a/b.ndjson', '/a.orb.ndjson/b', '/b.orb.ndjsonl'],
    ],
    [
      '**/billing/*.jsonl',
      ['/w/billing/a.jsonl', 'billing/.jsonl'],
      ['/w/billing/x/a.jsonl', '/w/xbilling/a.jsonl'],
    ],
    ['**/billing/**', ['/w/billing/a', '/w/billing/a/b.c'], ['/w/billings/a', '/w/a']],
    ['/w/**/a', ['/w/a', '/w/x/y/a'], ['/w/xa', '/a', '/w/a/b']],
    ['**', ['', '/', '/a/b'], []],
    ['*.log', ['a.log', '.log'], ['/a.log', 'a.log2']],
    ['a?c', ['abc', 'a\u00e9c'], ['ac', 'a/c', 'abbc']],
    ['[a-c1][!x-z].[^.]', ['aq.b', '1a.a'], ['dq.b', 'ax.b', 'aq..', 'a/.b']],
    ['{a,b{c,d},}x', ['ax', 'bcx', 'bdx', 'x'], ['bx', 'abcx']],
    ['**/{one/**,*.two}', ['/w/one/deep/er', 'a.two'], ['/w/one', 'x/two']],
    ['a**b', ['ab', 'axxb'], ['a/b']],
    // Nothing in a pattern is a regular expression.
    ['a.b(c)+$', ['a.b(c)+$'], ['aab(c)+$', 'a.bc']],
    ['[', ['['], ['a']],
    ['}', ['}'], ['']],
    ['{a', [], ['a', '{a', '']],
    ['', [''], ['a']],
  ] as const) {
    test(`"${pattern}" matches what VS Code matches with it`, () => {
      const matches = globMatcher(pattern);
      assert.deepEqual(
        matching.filter((path) => !matches(path)),
        [],
      );
      assert.deepEqual(
        others.filter((path) => matches(path)),
        [],
      );
    });
  }

  test('a pattern that keeps a regular expression busy for minutes takes time linear in its length', () => {
    const name = 'a'.repeat(4_000);
    for (const hostile of [
      `**/${'*a'.repeat(60)}*b`,
      `**/${'**/'.repeat(60)}b`,
      `${'{a,a}'.repeat(300)}${'{,a}'.repeat(100)}b`,
      `**/${'{*a,*a,'.repeat(40)}b${'}'.repeat(40)}b`,
    ]) {
      assert.equal(globMatcher(hostile)(`/w/${name}`), false);
      assert.equal(globMatcher(hostile)(`/w/${name}/`.repeat(2)), false);
    }
  });

  test('an extremely long pattern matches nothing', () => {
    assert.equal(globMatcher('*'.repeat(3_000))('a'), false);
  });
});
