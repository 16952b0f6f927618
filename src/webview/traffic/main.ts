/** The Traffic page: asks the extension for everything once, then shows what it sends. */
import { setLanguage } from '../../core/language.ts';
import { connect } from '../../protocol/rpc.ts';
import type { ToHost, ToPage } from '../../protocol/traffic.ts';
import { acquireHost, hostPort, keepState } from '../host.ts';
import { createPage, type PageMemory, type TrafficPage } from './page.ts';
import '../page.css';
import '../footer.css';
import '../table/table.css';
import './traffic.css';

let page: TrafficPage | undefined;

const host = acquireHost();
const { remote } = connect<ToPage, ToHost>(hostPort(host), {
  show: (state) => page?.show(state),
  add: (rows) => page?.add(rows),
  clear: () => page?.clear(),
});

void remote.open().then(({ texts, language, ...shown }) => {
  setLanguage(language);
  const kept = (host.getState() ?? {}) as { readonly view?: PageMemory['kept'] };
  keepState(host, { connectionId: shown.state.connectionId });
  page = createPage(texts, shown, remote, {
    kept: kept.view ?? {},
    keep: (view) => keepState(host, { view }),
  });
});
