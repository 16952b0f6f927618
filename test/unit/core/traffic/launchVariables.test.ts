import assert from 'node:assert/strict';
import { withVariables } from '../../../../src/core/traffic/launchVariables.ts';

const variables = { ORB_API_KEY: 'recorder_1' };

suite('variables of debug sessions', () => {
  test('a launch gets them in addition to its own, in the form of its debugger', () => {
    assert.deepEqual(
      withVariables({ request: 'launch', env: { A: '1', ORB_API_KEY: 'x' } }, variables),
      {
        request: 'launch',
        env: { A: '1', ORB_API_KEY: 'recorder_1' },
      },
    );
    assert.deepEqual(withVariables({ request: 'launch' }, variables), {
      request: 'launch',
      env: variables,
    });
    const environment = [
      { name: 'A', value: '1' },
      { name: 'ORB_API_KEY', value: 'x' },
    ];
    assert.deepEqual(withVariables({ request: 'launch', environment }, variables), {
      request: 'launch',
      environment: [
        { name: 'A', value: '1' },
        { name: 'ORB_API_KEY', value: 'recorder_1' },
      ],
    });
  });

  test('an attach, and what no debugger takes as variables, stay as they are', () => {
    for (const configuration of [{ request: 'attach' }, { request: 'launch', env: 'A=1' }]) {
      assert.equal(withVariables(configuration, variables), configuration);
    }
  });
});
