/** The volume page: asks the extension for everything once, then shows each new state. */
import { setLanguage } from '../../core/language.ts';
import { connect } from '../../protocol/rpc.ts';
import type { ToHost, ToPage, VolumeState } from '../../protocol/volume.ts';
import type { ChartPage } from '../chart/chartPage.ts';
import { base64, copyPicture } from '../chart/picture.ts';
import { viewMemory } from '../chart/viewMemory.ts';
import { acquireHost, hostPort } from '../host.ts';
import { createPage } from './page.ts';
import '../page.css';
import '../figures.css';
import 'uplot/dist/uPlot.min.css';
import '../chart/chart.css';
import '../chart/chartPage.css';
import './volume.css';

let page: ChartPage<VolumeState> | undefined;

const host = acquireHost();
const { remote } = connect<ToPage, ToHost>(hostPort(host), {
  show: (state) => page?.show(state),
  image: async () => base64(await picture()),
  copyImage: () => copyPicture(picture()),
});

void remote.open().then(({ texts, language, state }) => {
  setLanguage(language);
  page = createPage(texts, state, remote, viewMemory(host, state.connectionId));
});

const picture = (): Promise<Blob> =>
  page?.png() ?? Promise.reject(new Error("The page isn't open yet."));
