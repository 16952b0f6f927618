/** The event editor's page: asks the extension for everything once, then follows what it tells. */
import { connect } from '../../protocol/rpc.ts';
import type { ToHost, ToPage } from '../../protocol/eventEditor.ts';
import { acquireHost, hostPort } from '../host.ts';
import { createPage, type EventEditorPage } from './page.ts';
import '../page.css';
import './eventEditor.css';
import './json/json.css';

const nonce = (document.currentScript as HTMLScriptElement | null)?.nonce ?? '';
const host = acquireHost();
let page: EventEditorPage | undefined;

const { remote } = connect<ToPage, ToHost>(hostPort(host), {
  show: ({ state, nowMs, texts }) => page?.show(state, nowMs, texts),
  changed: (change) => page?.told(change),
  reset: (text) => page?.told(text),
  problems: ({ version, problems }) => page?.problems(version, problems),
  settle: () => page?.settle(),
});

// What is told before the answer is part of the answer.
void remote.open().then((opening) => {
  page = createPage({ opening, remote, host, nonce });
});
