/** The page of an ingest: asks the extension for everything once, then shows each new state. */
import { setLanguage } from '../../core/language.ts';
import type { ToHost, ToPage } from '../../protocol/ingestRun.ts';
import { connect } from '../../protocol/rpc.ts';
import { acquireHost, hostPort, keepState } from '../host.ts';
import { createPage, type IngestRunPage } from './page.ts';
import { readSelection } from './outcomes.ts';
import 'uplot/dist/uPlot.min.css';
import '../page.css';
import '../figures.css';
import '../footer.css';
import '../chart/chart.css';
import '../outcomes/outcomes.css';
import './ingestRun.css';

let page: IngestRunPage | undefined;

const host = acquireHost();
const { remote } = connect<ToPage, ToHost>(hostPort(host), {
  show: (state) => page?.show(state),
  showGroups: (groups) => page?.showGroups(groups),
  showByTime: (byTime) => page?.showByTime(byTime),
});

void remote.open().then(({ texts, language, ...shown }) => {
  setLanguage(language);
  const kept = host.getState() as { readonly selection?: unknown } | undefined;
  keepState(host, { runId: shown.state.runId });
  page = createPage(texts, shown, remote, {
    kept: readSelection(kept?.selection),
    keep: (selection) => keepState(host, { selection }),
  });
});
