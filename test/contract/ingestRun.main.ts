// An ingest in a process of its own, to be killed. Reads a Job as JSON from standard input; prints what happens.
import { text } from 'node:stream/consumers';
import { inSession, toExamine, toSend, type Job } from '../helpers/ingestSession.ts';

const job = JSON.parse(await text(process.stdin)) as Job;
// JSON knows no Infinity; the sandbox has no limits.
const rate = {
  eventsPerMinute: Infinity,
  requestsPerSecond: Infinity,
  searchesPerSecond: Infinity,
};
const work = { ...job, options: { ...job.options, rate } };
const { last } = await inSession([toExamine(work), toSend(work)], (state) => {
  if (state.kind === 'request') console.log(`request ${String(state.record.status)}`);
});
console.log(`last ${last.kind}`);
