/** Registers the tools for language models, and loads none of the work. */
import * as vscode from 'vscode';
import { languageModelTools } from '../../contributions.ts';
import { once } from '../../std/once.ts';
import type { Feature } from '../services.ts';

export const languageModelFeature: Feature = (services) => {
  const load = once(async () => (await import('./tools.ts')).createTools(services));
  return vscode.Disposable.from(
    ...languageModelTools.map((name) =>
      vscode.lm.registerTool(name, {
        prepareInvocation: async ({ input }) => (await load())[name].prepare(input),
        invoke: async ({ input }, token) => (await load())[name].invoke(input, token),
      }),
    ),
  );
};
