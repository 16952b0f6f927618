/** The volume page: asks the extension for everything once, then shows each new state. */
import { setLanguage } from '../../core/language.ts';
import { connect } from '../../protocol/rpc.ts';
import type { ToHost, ToPage } from '../../protocol/volume.ts';
import { acquireHost, hostPort, keepState } from '../host.ts';
import { createPage, type VolumePage } from './page.ts';
import { readKeptView } from '../chart/view.ts';
import '../page.css';
import 'uplot/dist/uPlot.min.css';
import '../chart/chartPage.css';

let page: VolumePage | undefined;

const host = acquireHost();
const { remote } = connect<ToPage, ToHost>(hostPort(host), {
  show: (state) => page?.show(state),
  image: async () => base64(await picture()),
  copyImage: async () => {
    try {
      window.focus();
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture() })]);
      return true;
    } catch {
      // Without focus or permission, the browser refuses, and the extension reports it.
      return false;
    }
  },
});

void remote.open().then(({ texts, language, state }) => {
  setLanguage(language);
  const kept = readKeptView((host.getState() as { readonly view?: unknown } | undefined)?.view);
  keepState(host, { connectionId: state.connectionId });
  page = createPage(texts, state, remote, { kept, keep: (view) => keepState(host, { view }) });
});

function picture(): Promise<Blob> {
  return page === undefined ? Promise.reject(new Error("The page isn't open yet.")) : page.png();
}

async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
