/** Every text of the Traffic page, in the display language; the page fills the placeholders. */
import * as l10n from '@vscode/l10n';

export type TrafficTexts = Readonly<ReturnType<typeof trafficTexts>>;

/** In the language that @vscode/l10n was configured with; English by default. */
export const trafficTexts = () => ({
  mode: { live: l10n.t('LIVE'), test: l10n.t('TEST'), sandbox: l10n.t('SANDBOX') },
  modeSpoken: { live: l10n.t('live'), test: l10n.t('test'), sandbox: l10n.t('sandbox') },
  liveTitle: '',

  /** Connection, mode. */
  pageName: l10n.t('Traffic, {0}, {1}'),
  utc: l10n.t('{0} UTC'),
  recording: l10n.t('Recording since {0}'),
  paused: l10n.t('Paused'),
  pausedNew: l10n.t('Paused, {0} new'),
  stoppedAt: l10n.t('Stopped at {0}'),
  ended: l10n.t('Ended'),
  notResponding: l10n.t("{0} doesn't respond"),

  pause: l10n.t('Pause'),
  resume: l10n.t('Resume'),
  clear: l10n.t('Clear'),
  exportHar: l10n.t('Export HAR…'),
  stop: l10n.t('Stop'),
  start: l10n.t('Start'),

  filter: l10n.t('Filter by path, status, event name, or ID'),
  onlyProblems: l10n.t('Only with problems'),
  requestOne: l10n.t('1 request'),
  requestMany: l10n.t('{0} requests'),
  eventOne: l10n.t('1 event'),
  eventMany: l10n.t('{0} events'),
  withProblems: l10n.t('{0} with problems'),
  noneMatchesOne: l10n.t("The request doesn't match."),
  noneMatches: l10n.t('None of {0} requests matches.'),
  clearFilter: l10n.t('Clear Filter'),
  cleared: l10n.t('The list is cleared.'),
  undo: l10n.t('Undo'),

  list: l10n.t('Requests'),
  time: l10n.t('Time (UTC)'),
  method: l10n.t('Method'),
  path: l10n.t('Path'),
  status: l10n.t('Status'),
  ms: l10n.t('ms'),
  events: l10n.t('Events'),
  problems: l10n.t('Problems'),
  cutOff: l10n.t('cut'),
  error: l10n.t('Error'),
  warning: l10n.t('Warning'),
  fault: l10n.t('Injected fault'),
  /** Time, method and path, the problem as a short text. */
  newProblem: l10n.t('{0}, {1}: {2}'),
  newProblems: l10n.t('{0} new requests with problems'),

  waiting: l10n.t('Waiting for the first request.'),
  startService: l10n.t('Start your service with these two variables:'),
  copy: l10n.t('Copy'),
  copyOf: l10n.t('Copy {0}'),
  copied: l10n.t('Copied'),
  openTerminal: l10n.t('Open Terminal'),
  copyEnv: l10n.t('Copy as .env'),
  useInTerminals: l10n.t('Use for new terminals and debugging'),
  keyHint: l10n.t(
    'This key works only here, until you stop. The API key of {0} stays in VS Code and the recorder.',
  ),
  /** The kind of the remote machine, such as `wsl`. */
  remoteHint: l10n.t(
    'The recorder listens on the remote machine ({0}). For a service that runs elsewhere, forward its port.',
  ),

  forwarded: l10n.t('Requests are forwarded to {0} unchanged.'),
  newBelow: l10n.t('{0} new below'),
  pausedFooter: l10n.t('Paused. Requests are still forwarded and recorded.'),
  /** Host, time. */
  unreachable: l10n.t("{0} hasn't responded since {1}. Your service gets 502 for its requests."),
  stopped: l10n.t('Stopped. The requests are kept until you close this page.'),
  endedFooter: l10n.t('The recorder ended while this window was closed or reloading.'),
  endedKept: l10n.t('The recorder ended. The requests are kept until you close this page.'),
  injectFault: l10n.t('Inject Fault…'),
  clearFault: l10n.t('Clear Fault'),
  sendToSandbox: l10n.t('Send to Sandbox Instead…'),
  saveEvents: l10n.t('Save as Event File…'),
  compare: l10n.t('Compare with Orb…'),

  detail: l10n.t('Selected request'),
  close: l10n.t('Close'),
  /** Milliseconds, size. */
  took: l10n.t('{0} ms, {1}'),
  replay: l10n.t('Replay To…'),
  save: l10n.t('Save as File…'),
  copyAs: l10n.t('Copy As…'),
  request: l10n.t('Request'),
  response: l10n.t('Response'),
  headers: l10n.t('Headers'),
  responseHeaders: l10n.t('Response'),
  hidden: l10n.t('Authorization is hidden'),
  copyId: l10n.t('Copy Event ID'),
  openEvent: l10n.t('Open Event'),
  findInCode: l10n.t('Find in Code'),
  goToRequest: l10n.t('Go to That Request'),
  openBody: l10n.t('Open as Document'),
  empty: l10n.t('Empty'),
  bodyShown: l10n.t('Only the beginning is shown.'),
  /** Kept, all, as sizes. */
  bodyRecorded: l10n.t('Only the beginning was recorded.'),
  moreEventsOne: l10n.t("1 more event isn't listed."),
  moreEvents: l10n.t("{0} more events aren't listed."),
  left: l10n.t("This request isn't kept anymore."),
  noName: l10n.t('(no event name)'),
  noId: l10n.t('(no event ID)'),
});
