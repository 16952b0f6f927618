import assert from 'node:assert/strict';
import { plainMarkdown } from '../../../src/std/plainMarkdown.ts';

suite('Markdown as plain text', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['**timestamp** – when it was used', 'timestamp – when it was used'],
    ['in UTC: `2026-08-20T11:00:00Z`. It', 'in UTC: 2026-08-20T11:00:00Z. It'],
    // As VS Code's JSON support escapes a plain description.
    ['in UTC: \\`2026\\-08\\-20T11:00:00Z\\`\\. It', 'in UTC: `2026-08-20T11:00:00Z`. It'],
    ['1 \\< 2 \\& \\*not bold\\* C:\\\\dir \\a', '1 < 2 & *not bold* C:\\dir \\a'],
    ['`a\\*b` and ``a ` b`` and `` ` ``', 'a\\*b and a ` b and `'],
    [
      'snake_case_name, 2 * 3 * 4, _so_, __so__, ***so***',
      'snake_case_name, 2 * 3 * 4, so, so, so',
    ],
    ['# Head\n\n> quoted\n\n```json\n{"a": "*b*"}\n```', 'Head\n\nquoted\n\n{"a": "*b*"}'],
    ['[Orb](https://withorb.com) and ![](x.png)', 'Orb and '.trim()],
    ['a&nbsp;b &lt;b&gt; &amp;lt;', 'a b <b> &lt;'],
    ['', ''],
  ];
  for (const [markdown, text] of cases) {
    test(JSON.stringify(markdown), () => assert.equal(plainMarkdown(markdown), text));
  }
});
