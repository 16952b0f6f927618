/** Who may talk to the sandbox: programs on this computer, and no web page that a browser shows. */
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { forbidden, type Problem } from './problems.ts';

/** @param host what the sandbox listens on. @returns why the caller is refused, if it is */
export function callerProblem(headers: IncomingHttpHeaders, host: string): Problem | undefined {
  const asked = hostName(headers.host ?? '');
  // A name that a stranger's DNS points here must not do (DNS rebinding); a literal address cannot be such a name.
  const listensWider = !isLoopback(host);
  if (!isLoopback(asked) && !(listensWider && (isIP(asked) !== 0 || asked === host))) {
    return forbidden(`The Host '${headers.host ?? ''}' is not a name of this computer.`);
  }
  const site = headers['sec-fetch-site'];
  const foreign = site !== undefined && site !== 'same-origin' && site !== 'none';
  const { origin } = headers;
  if (foreign || (origin !== undefined && origin !== `http://${headers.host ?? ''}`)) {
    return forbidden('Web pages may not call the sandbox.');
  }
  return undefined;
}

/** Without the port and without brackets. */
function hostName(host: string): string {
  return (
    (/^\[(.*)\](?::\d+)?$/.exec(host) ?? /^([^:]*)(?::\d+)?$/.exec(host))?.[1]?.toLowerCase() ?? ''
  );
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}
