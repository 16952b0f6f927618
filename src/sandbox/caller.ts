/** Who may use the sandbox: programs on this computer, but not web pages in a browser. */
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { forbidden, type Problem } from './problems.ts';

/** @param host what the sandbox listens on. @returns why the caller is refused, if it is */
export function callerProblem(headers: IncomingHttpHeaders, host: string): Problem | undefined {
  const asked = hostName(headers.host ?? '');
  // A name that foreign DNS resolves to this computer is refused (DNS rebinding); an IP address can't be such a name.
  const listensWider = !isLoopback(host);
  if (!isLoopback(asked) && !(listensWider && (isIP(asked) !== 0 || asked === host))) {
    return forbidden(`The Host '${headers.host ?? ''}' isn't a name of this computer.`);
  }
  const site = headers['sec-fetch-site'];
  const foreign = site !== undefined && site !== 'same-origin' && site !== 'none';
  const { origin } = headers;
  if (foreign || (origin !== undefined && origin !== `http://${headers.host ?? ''}`)) {
    return forbidden("Web pages can't use the sandbox.");
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
