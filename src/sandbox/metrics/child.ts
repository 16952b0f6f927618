/** dist/sandboxMetrics.js: runs metrics in SQLite, in a process of its own, since a query can only be stopped by ending its process. */
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { registerFunctions } from './aggregates.ts';
import { EventTable } from './eventTable.ts';
import type { FromMetrics, ToMetrics } from './messages.ts';
import { runMetric } from './runMetrics.ts';

const db = new DatabaseSync(':memory:');
db.exec('pragma case_sensitive_like = on');
registerFunctions(db);
const tables = new Map<string, EventTable>();

function tableOf(name: string, isNew: boolean): EventTable {
  const known = tables.get(name);
  if (known !== undefined && !isNew) return known;
  known?.drop();
  const table = new EventTable(db, name);
  tables.set(name, table);
  return table;
}

process.on('message', (message: ToMetrics) => {
  const table = tableOf(message.table, message.kind === 'load' && message.isNew);
  if (message.kind === 'load') table.add(message.events);
  else {
    const results: FromMetrics = message.queries.map((query) => runMetric(db, table, query));
    process.send?.(results);
  }
});
process.on('disconnect', () => process.exit());
// A query under way would keep this process alive after the sandbox was killed.
new Worker(
  `setInterval(() => { if (process.ppid !== ${String(process.ppid)}) process.kill(process.pid, 'SIGKILL'); }, 1000);`,
  { eval: true },
).unref();
