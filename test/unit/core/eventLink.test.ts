import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventLinkText, readEventLink } from '../../../src/core/eventLink.ts';

/** What VS Code passes to a URI handler: path and query, each decoded once. */
function received(link: string) {
  const [, path = '', query = ''] = /^[\w-]+:\/\/orbtools\.orb-events([^?#]*)\??([^#]*)$/.exec(
    link,
  )!;
  return readEventLink(decodeURIComponent(path), decodeURIComponent(query));
}

suite('links to events', () => {
  test('name the event, its connection, and its timestamp', () => {
    const link = eventLinkText('vscode', {
      eventId: 'orders/7 #1',
      connection: 'Acme production',
      timestamp: '2026-10-29T03:12:04.250Z',
    });
    assert.equal(
      link,
      'vscode://orbtools.orb-events/event/orders%2F7%20%231?connection=Acme%20production&timestamp=2026-10-29T03%3A12%3A04.250Z',
    );
    assert.deepEqual(received(link), {
      eventId: 'orders/7 #1',
      connection: 'Acme production',
      timestamp: '2026-10-29T03:12:04.250Z',
    });
  });

  test('with any ID and name are read as they were written', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(text, text, (id, name) => {
        fc.pre(id.trim() !== '' && !/&(?:connection|timestamp)=/.test(name));
        const link = eventLinkText('vscode', { eventId: id, connection: name });
        const connection = name.trim();
        assert.deepEqual(received(link), {
          eventId: id,
          ...(connection !== '' && { connection }),
        });
      }),
    );
  });

  test('are decoded once: an ID with percent signs stays as it is', () => {
    assert.deepEqual(received(eventLinkText('vscode', { eventId: 'a%2Fb%25' })), {
      eventId: 'a%2Fb%25',
    });
    assert.deepEqual(readEventLink('/event/100%', 'connection=%zz'), {
      eventId: '100%',
      connection: '%zz',
    });
  });

  test('may have a connection with & and =, and parameters of others', () => {
    assert.deepEqual(
      readEventLink('/event/e', 'connection=R&D = test&timestamp=2026-10-29T03:12:04+02:00&utm=1'),
      { eventId: 'e', connection: 'R&D = test', timestamp: '2026-10-29T03:12:04+02:00' },
    );
    assert.deepEqual(readEventLink('/event/e', 'utm=1&timestamp=2026-10-29T03:12:04Z'), {
      eventId: 'e',
      timestamp: '2026-10-29T03:12:04Z',
    });
  });

  test('without an event, or with an invalid timestamp, are refused', () => {
    for (const path of ['', '/', '/event', '/event/', '/event/ ', '/events/e', '/deprecate/e']) {
      assert.equal(readEventLink(path, ''), 'path', path);
    }
    for (const time of ['now', '2026-02-30T00:00:00Z', '2026-10-29', '../..', '1'.repeat(10_000)]) {
      assert.equal(readEventLink('/event/e', `timestamp=${time}`), 'timestamp', time);
    }
  });

  test('with anything in them never throw, and give only texts', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom('/event/', 'connection=', '&timestamp=', '__proto__=', '%', '\0', '\ud800'),
    );
    const hostile = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(hostile, hostile, (path, query) => {
        for (const start of ['', '/event/']) {
          const link = readEventLink(start + path, query);
          if (typeof link === 'string') continue;
          assert.ok(path.endsWith(link.eventId));
          assert.ok(query.includes(link.connection ?? ''));
          assert.deepEqual(
            Object.keys(link).filter(
              (key) => !['eventId', 'connection', 'timestamp'].includes(key),
            ),
            [],
          );
        }
      }),
    );
  });
});
