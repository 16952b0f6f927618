/** What is used of undici. Built into a file of its own, which the extension, its ingest thread, and the recorder share. */
export { EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';
