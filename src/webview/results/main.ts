/** The page with the results of a search: asks the extension for everything once, then shows each change. */
import { setLanguage } from '../../core/language.ts';
import type { ToHost, ToPage } from '../../protocol/results.ts';
import { connect } from '../../protocol/rpc.ts';
import { acquireHost, hostPort, keepState } from '../host.ts';
import { createPage, type ResultsPage } from './page.ts';
import { readKeptView } from './keptView.ts';
import '../page.css';
import '../figures.css';
import '../footer.css';
import '../table/table.css';
import './results.css';

let page: ResultsPage | undefined;

const host = acquireHost();
const { remote } = connect<ToPage, ToHost>(hostPort(host), {
  show: (state) => page?.show(state),
  showTable: (table) => page?.showTable(table),
});

void remote.open().then(({ language, ...shown }) => {
  setLanguage(language);
  const { searchId } = shown.state;
  const kept = readKeptView(host.getState());
  keepState(host, { searchId });
  page = createPage(shown, remote, { kept, keep: (view) => keepState(host, { view }) });
});
