/** The tool that validates events, or an event file, without sending anything. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { countText } from '../../core/language.ts';
import { pageOf } from '../../core/languageModel/page.ts';
import { withCompiledCatalog, type PlainContext } from '../../core/catalog/compiledContext.ts';
import type { RuleContext } from '../../core/rules/context.ts';
import type { IngestWorker } from '../ingest/workerClient.ts';
import { checkLine } from '../../ndjson/checkLine.ts';
import { object, type Reader } from '../argumentReaders.ts';
import { UserError } from '../userError.ts';
import { account, DEFAULT_ITEMS, paging } from './inputs.ts';
import type { Tool, ToolRun } from './tool.ts';
import { workspaceFile } from './workspaceFile.ts';

const MAX_EVENTS = 500;

const events: Reader<readonly unknown[]> = (value, name) => {
  if (Array.isArray(value) && value.length <= MAX_EVENTS) return value as readonly unknown[];
  throw new UserError(
    vscode.l10n.t('"{0}" must be a list of at most {1} events.', name, countText(MAX_EVENTS)),
  );
};

const read = object({}, { ...account, ...paging, events, file: workspaceFile });
type Input = ReturnType<typeof read>;

interface Problem {
  /** From 0 in a list of events. */
  readonly event?: number;
  /** From 1 in a file. */
  readonly line?: number;
  readonly eventId?: string;
  readonly messages: readonly string[];
}

interface Found {
  readonly checked: number;
  readonly valid: number;
  readonly problems: readonly Problem[];
  /** More than `problems` has when a file has very many. */
  readonly total: number;
}

export const validateEvents: Tool<Input> = {
  read(input) {
    const asked = read(input, 'input');
    if ((asked.events === undefined) !== (asked.file === undefined)) return asked;
    throw new UserError(vscode.l10n.t('Give either "events" or "file".'));
  },
  describe: ({ events: given = [], file }) => {
    if (file !== undefined) return { doing: vscode.l10n.t('Validating {0}', basename(file.path)) };
    return {
      doing:
        given.length === 1
          ? vscode.l10n.t('Validating 1 event')
          : vscode.l10n.t('Validating {0} events', countText(given.length)),
    };
  },
  async run(run) {
    const { input, services, connection } = run;
    const catalog = await services.catalog.read();
    const context = {
      nowMs: services.connections.now(connection.id),
      gracePeriodHours: connection.gracePeriodHours,
      ...(catalog !== undefined && { catalogText: catalog.text }),
    };
    const { checked, valid, problems, total } =
      input.file === undefined
        ? checkEvents(input.events ?? [], context)
        : await checkFile(run, input.file, context);
    const { offset = 0, limit = DEFAULT_ITEMS } = input;
    return {
      checked,
      valid,
      problems: pageOf(problems.slice(offset, offset + limit), offset, total),
    };
  },
};

function checkEvents(given: readonly unknown[], context: RuleContext): Found {
  const checked = given.map((each, event) => {
    const { problems, key } = checkLine(JSON.stringify(each), withCompiledCatalog(context));
    const errors = problems.filter(({ severity }) => severity === 'error');
    return {
      isValid: errors.length === 0,
      problem: {
        event,
        ...(key !== undefined && { eventId: key }),
        messages: problems.map(({ message }) => message),
      },
    };
  });
  const problems = checked
    .map(({ problem }) => problem)
    .filter(({ messages }) => messages.length > 0);
  const valid = checked.filter(({ isValid }) => isValid).length;
  return { checked: given.length, valid, problems, total: problems.length };
}

async function checkFile(
  { services, signal }: ToolRun<Input>,
  uri: vscode.Uri,
  context: PlainContext,
): Promise<Found> {
  const [{ IngestWorker }, { provide }, { Runs }, { inWords }] = await Promise.all([
    import('../ingest/workerClient.ts'),
    import('../ingest/source.ts'),
    import('../ingest/runs.ts'),
    import('../ingest/failures.ts'),
  ]);
  const runs = new Runs(services.context);
  const { folder } = await runs.create(Date.now());
  using worker: IngestWorker = new IngestWorker(services.context, uri);
  try {
    const { path } = await provide({ uri }, folder);
    const message = { kind: 'validate', path, context, folder } as const;
    const done = await worker.run(message, 'validated', () => undefined, signal);
    const { lines, valid, invalid, conflicts } = done.totals;
    const problems = done.rejected.map(({ line, idempotencyKey, reasons }) => ({
      line,
      ...(idempotencyKey !== undefined && { eventId: idempotencyKey }),
      messages: reasons,
    }));
    return { checked: lines, valid, problems, total: invalid + conflicts };
  } catch (error) {
    throw inWords(error);
  } finally {
    await runs.drop(folder);
  }
}
