import assert from 'node:assert/strict';
import {
  compareInstants,
  parseTimestamp,
  sameInstant,
  toOrbTimestamp,
  toUtc,
} from '../../../src/core/timestamp.ts';

suite('timestamps', () => {
  const utc = (text: string) => {
    const instant = parseTimestamp(text);
    return instant && `${toUtc(instant)} ${instant.zone}`;
  };

  test('reads what Orb and its SDKs write', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['2026-08-20T11:00:00Z', '2026-08-20T11:00:00Z utc'],
      ['2026-08-20T11:00:00.123Z', '2026-08-20T11:00:00.123Z utc'],
      ['2026-08-20T11:00:00+00:00', '2026-08-20T11:00:00Z offset'],
      ['2026-08-20T13:00:00+02:00', '2026-08-20T11:00:00Z offset'],
      ['2026-08-20T11:00:00', '2026-08-20T11:00:00Z none'],
      ['2026-08-20T11:00:00.120', '2026-08-20T11:00:00.12Z none'],
      ['2026-08-20T11:00:00.1234567Z', '2026-08-20T11:00:00.1234567Z utc'],
      ['2026-08-20T11:00:00.1230450900Z', '2026-08-20T11:00:00.12304509Z utc'],
      ['2026-08-20T11:00Z', '2026-08-20T11:00:00Z utc'],
      ['2026-08-20T11:00:10Z', '2026-08-20T11:00:10Z utc'],
      ['2026-08-20t11:00:00z', '2026-08-20T11:00:00Z utc'],
      ['2026-08-20T23:59:59+23:59', '2026-08-20T00:00:59Z offset'],
      ['2026-08-20 11:00:00+0530', '2026-08-20T05:30:00Z offset'],
      ['2024-02-29T00:00:00-00:30', '2024-02-29T00:30:00Z offset'],
    ];
    for (const [text, expected] of cases) assert.equal(utc(text), expected, text);
  });

  test("rejects what isn't a timestamp", () => {
    for (const text of [
      '20/08/2026',
      'yesterday',
      '1755680000',
      '2026-02-30T00:00:00Z',
      '2026-08-00T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-00-01T00:00:00Z',
      '2026-08-20T24:00:00Z',
      '2026-08-20T11:60:00Z',
      '2026-08-20T11:00:60Z',
      '2026-08-20T11:00:00+00:60',
      '2026-08-20T11:00:00.Z',
      'x2026-08-20T11:00:00Z',
      '2026-08-20T11:00:00Zx',
      '2026-08-20T11:00:00+24:00',
      '',
    ]) {
      assert.equal(parseTimestamp(text), undefined, text);
    }
  });

  test('orders instants by time, in any zone and with any number of digits', () => {
    const texts = [
      '2026-08-20T11:00:00.002Z',
      '2026-08-20T11:00:00.001+02:00',
      '2026-08-20T11:00:00.00111Z',
      '2026-08-20T11:00:00.0011Z',
      '2026-08-20T11:00:00.00109999+00:00',
      '2026-08-20T11:00:00.001Z',
      '2026-08-20T11:00:00.00101Z',
    ];
    const instants = texts.map((text) => parseTimestamp(text)!);
    assert.deepEqual(instants.toSorted(compareInstants).map(toUtc), [
      '2026-08-20T09:00:00.001Z',
      '2026-08-20T11:00:00.001Z',
      '2026-08-20T11:00:00.00101Z',
      '2026-08-20T11:00:00.00109999Z',
      '2026-08-20T11:00:00.0011Z',
      '2026-08-20T11:00:00.00111Z',
      '2026-08-20T11:00:00.002Z',
    ]);
  });

  test('compares instants, however they are written, including digits below the millisecond', () => {
    assert.ok(sameInstant('2026-08-20T11:00:00.1230Z', '2026-08-20T13:00:00.123+02:00'));
    assert.ok(!sameInstant('2026-08-20T11:00:00.123Z', '2026-08-20T11:00:00.1234Z'));
    assert.ok(!sameInstant('x', 'x'));
  });
});

suite('timestamps of other programs', () => {
  for (const [written, expected] of [
    ['2026-11-27 20:13:23+00', '2026-11-27T20:13:23Z'],
    ['2026-11-27 20:13:23.123456+00', '2026-11-27T20:13:23.123456Z'],
    ['2026-11-27 20:13:23+05:30', '2026-11-27T14:43:23Z'],
    ['2026-11-27 20:13:23-08', '2026-11-28T04:13:23Z'],
    ['2026-11-27 20:13:23 +0000', '2026-11-27T20:13:23Z'],
    ['2026-11-27 20:13:23 UTC', '2026-11-27T20:13:23Z'],
    ['2026-11-27T20:13:23,5GMT', '2026-11-27T20:13:23.5Z'],
    ['2026-11-27 20:13', '2026-11-27T20:13:00Z'],
    [' 2026-11-27T20:13:23Z ', '2026-11-27T20:13:23Z'],
    ['Fri, 27 Nov 2026 20:13:23 GMT', '2026-11-27T20:13:23Z'],
    ['7 Nov 2026 20:13:23 +0200', '2026-11-07T18:13:23Z'],
    ['1795723200', '2026-11-26T20:00:00Z'],
    ['1795723200.25', '2026-11-26T20:00:00.25Z'],
    ['1795723200125', '2026-11-26T20:00:00.125Z'],
    ['1795723200125250', '2026-11-26T20:00:00.12525Z'],
  ] as const) {
    test(`${written} means ${expected}`, () => assert.equal(toOrbTimestamp(written), expected));
  }

  for (const other of [
    '',
    'yesterday',
    '2026-11-27',
    '27.11.2026 20:13:23',
    '11/27/2026 20:13',
    '2026-02-30 00:00:00+00',
    '2026-11-27 25:00:00+00',
    '2026-11-27 20:13:23 CET',
    'Fri, 27 Nuv 2026 20:13:23 GMT',
    '1795723200125.5',
    '179572320',
    '0795723200',
  ]) {
    test(`"${other}" could mean anything, or nothing`, () =>
      assert.equal(toOrbTimestamp(other), undefined));
  }
});
