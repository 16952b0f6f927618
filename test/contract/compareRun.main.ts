// A comparison in a process or thread of its own, to be killed. Reads a Job as JSON from standard input; prints each request.
// `continue` as argument continues a comparison.
import { text } from 'node:stream/consumers';
import { noHistory, toCompare, toContinue } from '../helpers/comparisonJob.ts';
import { inSession, type Job } from '../helpers/ingestSession.ts';

const job = JSON.parse(await text(process.stdin)) as Job;
const message = process.argv[2] === 'continue' ? toContinue(job) : toCompare(job);
const { last } = await inSession([message], (state, session) => {
  if (state.kind === 'request') console.log('request');
  const answer = noHistory(state);
  if (answer !== undefined) void session.handle(answer);
});
console.log(`last ${JSON.stringify(last)}`);
