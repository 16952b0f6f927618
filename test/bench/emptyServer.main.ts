// A server that reads each request to its end, stores nothing, and responds as for a successful
// ingest, or a search that finds nothing. Prints its base URL.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const answer = '{"validation_failed":[],"data":[]}';
const server = createServer((request, response) => {
  request.on('data', () => undefined);
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
});
