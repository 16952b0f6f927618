/** The event editor's page: asks the extension for everything once, then shows each new state. */
import { connect } from '../../protocol/rpc.ts';
import type { DocumentChange, DocumentText, ToHost, ToPage } from '../../protocol/eventEditor.ts';
import { setLanguage } from '../../core/language.ts';
import { createDoor } from '../door.ts';
import { acquireHost, hostPort } from '../host.ts';
import { Connection } from './connection.ts';
import { createPage, type EventEditorPage } from './page.ts';
import { createWaiting } from './waiting.ts';
import '../page.css';
import '../footer.css';
import './eventEditor.css';
import './json/json.css';

const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
const given = document.body.dataset;
const host = acquireHost();
let page: EventEditorPage | undefined;

const channel = connect<ToPage, ToHost>(hostPort(host), {
  show: ({ state, nowMs, texts }) => page?.show(state, nowMs, texts),
  changed: told,
  reset: told,
  problems: ({ version, problems }) => page?.problems(version, problems),
  showBilling: () => page?.showBilling(),
  settle: () => page?.settle(),
});
const { remote } = channel;
const waiting = createWaiting(given['waiting'] ?? '');
document.body.append(waiting.element);
const connection = new Connection({
  channel,
  door: given['door'] === undefined ? undefined : createDoor(given['door']),
  host: given['host'] ?? '',
  onChange: (isConnected) => waiting.show(isConnected),
  reopen: open,
});
connection.start();
open().catch(() => undefined);

function told(news: DocumentChange | DocumentText): void {
  try {
    page?.told(news);
  } catch (error) {
    connection.failed();
    throw error;
  }
}

// The response includes any state that was sent before it.
async function open(): Promise<void> {
  const opening = await remote.open();
  setLanguage(opening.language);
  if (page === undefined) page = createPage({ opening, remote, connection, host, nonce });
  else page.reopened(opening);
}
