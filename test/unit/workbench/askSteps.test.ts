import assert from 'node:assert/strict';
import { askSteps, keepTyped, type Step } from '../../../src/workbench/askSteps.ts';
import { GoBack, type StepPlace } from '../../../src/workbench/questionOptions.ts';

interface Answers {
  readonly mode: string;
  readonly key: string;
  readonly name: string;
}

suite('the steps of a flow', () => {
  /** Answers each question with the next of these; `back` presses Back, `undefined` dismisses. */
  function user(...answers: readonly (string | undefined)[]) {
    const asked: string[] = [];
    let at = 0;
    const step =
      (member: keyof Answers): Step<Answers> =>
      (so, { step, totalSteps, canGoBack }: StepPlace) => {
        asked.push(
          `${member} ${step}/${totalSteps}${canGoBack ? ' ←' : ''} ${so[member] ?? ''}`.trimEnd(),
        );
        const answer = answers[at++];
        if (answer === 'back') return Promise.reject(new GoBack());
        return Promise.resolve(answer === undefined ? undefined : { [member]: answer });
      };
    return { asked, step };
  }

  test('are asked in turn, each with its place, and only the first without Back', async () => {
    const { asked, step } = user('test', 'k', 'Acme');
    const answers = await askSteps<Answers>(() => [step('mode'), step('key'), step('name')]);
    assert.deepEqual(answers, { mode: 'test', key: 'k', name: 'Acme' });
    assert.deepEqual(asked, ['mode 1/3', 'key 2/3 ←', 'name 3/3 ←']);
  });

  test('keep what was answered when Back is pressed', async () => {
    const { asked, step } = user('test', 'k', 'back', 'back', 'live', 'k2', 'Acme');
    const answers = await askSteps<Answers>(() => [step('mode'), step('key'), step('name')]);
    assert.deepEqual(answers, { mode: 'live', key: 'k2', name: 'Acme' });
    assert.deepEqual(asked.slice(2), [
      'name 3/3 ←',
      'key 2/3 ← k',
      'mode 1/3 test',
      'key 2/3 ← k',
      'name 3/3 ←',
    ]);
  });

  test('depend on the answers: one may skip the others', async () => {
    const { asked, step } = user('sandbox');
    const answers = await askSteps<Answers>(({ mode }) =>
      mode === 'sandbox' ? [step('mode')] : [step('mode'), step('key')],
    );
    assert.deepEqual(answers, { mode: 'sandbox' });
    assert.deepEqual(asked, ['mode 1/2']);
  });

  test('end when a question is dismissed', async () => {
    const { asked, step } = user('test', undefined);
    assert.equal(
      await askSteps<Answers>(() => [step('mode'), step('key'), step('name')]),
      undefined,
    );
    assert.equal(asked.length, 2);
  });

  test('keep what was typed when Back was pressed', async () => {
    const seen: (string | undefined)[] = [];
    const answers = await askSteps<Answers>(() => [
      () => Promise.resolve({ mode: 'test' }),
      (so) => {
        seen.push(so.key);
        const asked =
          so.key === undefined ? Promise.reject(new GoBack('typed')) : Promise.resolve('taken');
        return keepTyped<string, Answers>(asked, (key) => ({ key })).then((key) => ({ key }));
      },
    ]);
    assert.deepEqual(answers, { mode: 'test', key: 'taken' });
    assert.deepEqual(seen, [undefined, 'typed']);
  });

  test('share the number of an outer step, and Back at the first one returns to the step before', async () => {
    const { asked, step } = user('test', 'k', 'back', 'back', 'live', 'k', 'Acme');
    const answers = await askSteps<Answers>(() => [
      step('mode'),
      (so, place) => askSteps<Answers>(() => [step('key'), step('name')], so, place),
    ]);
    assert.deepEqual(answers, { mode: 'live', key: 'k', name: 'Acme' });
    assert.deepEqual(asked, [
      'mode 1/2',
      'key 2/2 ←',
      'name 2/2 ←',
      'key 2/2 ← k',
      'mode 1/2 test',
      'key 2/2 ← k',
      'name 2/2 ←',
    ]);
  });
});
