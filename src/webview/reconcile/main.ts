/** The page of a comparison: asks the extension for everything once, then shows each new state. */
import { setLanguage } from '../../core/language.ts';
import type { ToHost, ToPage } from '../../protocol/reconcile.ts';
import { connect } from '../../protocol/rpc.ts';
import { acquireHost, hostPort, keepState } from '../host.ts';
import { createPage, type ReconcilePage } from './page.ts';
import 'uplot/dist/uPlot.min.css';
import '../page.css';
import '../figures.css';
import '../footer.css';
import '../chart/chart.css';
import '../outcomes/outcomes.css';
import '../table/table.css';
import './reconcile.css';

let page: ReconcilePage | undefined;

const host = acquireHost();
const { remote } = connect<ToPage, ToHost>(hostPort(host), {
  show: (state) => page?.show(state),
  showGroups: (groups) => page?.showGroups(groups),
  showByTime: (byTime) => page?.showByTime(byTime),
});

void remote.open().then(({ texts, language, ...shown }) => {
  setLanguage(language);
  keepState(host, { reconcileId: shown.state.reconcileId });
  page = createPage(texts, shown, remote);
});
