// An ingest in a process or thread of its own, to be killed. Reads a Job as JSON from standard input; prints what happens, at last
// how it ended. `resume` as argument continues a run.
import { text } from 'node:stream/consumers';
import { inSession, toValidate, toResume, toSend, type Job } from '../helpers/ingestSession.ts';

const job = JSON.parse(await text(process.stdin)) as Job;
// JSON has no Infinity; the sandbox has no limits.
const rate = {
  eventsPerMinute: Infinity,
  requestsPerSecond: Infinity,
  searchesPerSecond: Infinity,
};
const work = { ...job, options: { ...job.options, rate } };
const messages = process.argv[2] === 'resume' ? [toResume(work)] : [toValidate(work), toSend(work)];
const { last } = await inSession(messages, (state, session) => {
  if (state.kind === 'request') console.log(`request ${String(state.record.status)}`);
  if (state.kind === 'unanswered') void session.handle({ kind: 'decide', sendAgain: true });
});
console.log(`last ${JSON.stringify(last)}`);
