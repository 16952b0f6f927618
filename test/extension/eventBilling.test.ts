import assert from 'node:assert/strict';
import { OrbError } from '../../src/core/errors.ts';
import type { Pause } from '../../src/orb/callOptions.ts';
import type { BillingState } from '../../src/protocol/billing.ts';
import { EventBilling, type BillingParts } from '../../src/workbench/documents/eventBilling.ts';
import { UserError } from '../../src/workbench/userError.ts';
import { eventually } from '../helpers/eventually.ts';
import { explanation } from '../helpers/explanations.ts';

const held = '{"event_name":"a","external_customer_id":"acme_corp"}';
const edited = held.replace('"a"', '"b"');

type Wait = (pause: Pause) => void;

suite('asking how an open event is billed', () => {
  let asked: string[] = [];
  let states: BillingState[] = [];
  let texts: { held: string; document: string } | undefined;
  let explain: (text: string, signal: AbortSignal, wait: Wait) => ReturnType<typeof answer>;
  const answer = (customer = explanation().customer) =>
    Promise.resolve(explanation({ customer, total: [{ currency: 'USD', amount: '1' }] }));
  const parts: BillingParts = {
    asker: () =>
      Promise.resolve({
        explain(text, { signal, onPause }) {
          asked.push(text);
          return explain(text, signal, onPause);
        },
        metric: (id) => Promise.resolve(id === 'known' ? { sql: 'SELECT 1' } : undefined),
        forget: () => void asked.push('forget'),
      }),
    texts: () => texts,
    nowMs: () => 1_000,
    similarCustomer: () => Promise.resolve('acme-corp'),
    changed: () => void states.push(billing.state),
  };
  let billing = new EventBilling(parts);
  setup(() => {
    asked = [];
    states = [];
    texts = { held, document: held };
    explain = () => answer();
    billing = new EventBilling(parts);
  });

  test('asks nothing until the user does, then once for an event without edits', async () => {
    assert.deepEqual(billing.state, { isAsking: false, answers: [] });
    await billing.ask();
    assert.deepEqual(asked, [held]);
    assert.deepEqual(
      states.map(({ isAsking, answers }) => [isAsking, answers.length]),
      [
        [true, 0],
        [false, 1],
      ],
    );
  });

  test("asks for Orb's version and the edited one; a new start forgets earlier answers", async () => {
    texts = { held, document: edited };
    await billing.ask();
    await billing.ask(true);
    assert.deepEqual(asked, [held, edited, 'forget', held, edited]);
    assert.deepEqual(
      billing.state.answers.map(({ text }) => text),
      [held, edited],
    );
  });

  test("asks only for Orb's version while the document isn't JSON", async () => {
    texts = { held, document: '{' };
    await billing.ask();
    assert.deepEqual(asked, [held]);
    assert.equal(billing.state.failure, undefined);
  });

  test('asks nothing for an event that is not read yet', async () => {
    texts = undefined;
    await billing.ask();
    assert.deepEqual([asked, states], [[], []]);
  });

  test("says why it can't ask about the edits, with the answer about Orb's version", async () => {
    texts = { held, document: edited };
    explain = (text) =>
      text === held ? answer() : Promise.reject(new OrbError('invalid', 'No timestamp.'));
    await billing.ask();
    assert.equal(billing.state.answers.length, 1);
    assert.equal(billing.state.failure?.action, 'askBilling');
  });

  test('cancels: the state is the one before, without a failure', async () => {
    await billing.ask();
    explain = (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new OrbError('cancelled', 'Canceled.')));
      });
    const asking = billing.ask();
    await eventually('it asks', () => asked.length === 2);
    await billing.ask();
    assert.equal(asked.length, 2, 'one question at a time');
    billing.cancel();
    await asking;
    assert.equal(billing.state.isAsking, false);
    assert.equal(billing.state.answers.length, 1);
    assert.equal(billing.state.failure, undefined);
  });

  test('says until when it waits because Orb limits requests', async () => {
    explain = async (_text, _signal, wait) => {
      wait({ status: 500, ms: 60_000 });
      wait({ status: 429, ms: 20 });
      wait({ status: 429, ms: 10 });
      await eventually('the wait is over', () => billing.state.waitsUntilMs === undefined);
      return answer();
    };
    await billing.ask();
    assert.deepEqual(
      states.map(({ isAsking, waitsUntilMs }) => [isAsking, waitsUntilMs]),
      [
        [true, undefined],
        [true, 1_020],
        [true, undefined],
        [false, undefined],
      ],
    );
  });

  for (const [what, error, action] of [
    ['a timeout', new OrbError('timedOut', ''), 'askBilling'],
    ['no network', new OrbError('unreachable', ''), 'askBilling'],
    ['a key that Orb rejects', new OrbError('unauthorized', ''), 'replaceKey'],
    [
      "a key that isn't stored",
      new UserError('No key.', { title: 'x', command: 'orb.connections.replaceKey' }),
      'replaceKey',
    ],
  ] as const) {
    test(`says what failed: ${what}`, async () => {
      await billing.ask();
      explain = () => Promise.reject(error);
      await billing.ask();
      assert.equal(billing.state.failure?.action, action);
      assert.ok(billing.state.failure.sentence.endsWith('.'));
      assert.equal(billing.state.answers.length, 1, 'the earlier answer stays');
      billing.renew();
      assert.equal(billing.state.failure, undefined, 'a new key may do');
    });
  }

  test('forgets after a new key what the old one could not read', async () => {
    explain = () => Promise.resolve(explanation({ unavailable: 'forbidden' }));
    await billing.ask();
    billing.renew();
    assert.deepEqual(billing.state.answers, []);
  });

  test('names a customer that was probably meant, only if Orb has none', async () => {
    await billing.ask();
    assert.equal(billing.state.similarCustomer, undefined);
    explain = () => answer(null);
    await billing.ask();
    assert.equal(billing.state.similarCustomer, 'acme-corp');
  });

  test("reads a metric's SQL, and fails for one that Orb doesn't have", async () => {
    assert.deepEqual(await billing.readMetric('known'), { sql: 'SELECT 1' });
    await assert.rejects(billing.readMetric('other'));
  });
});
