/** Every scenario by its name. */
import { clockJumps } from './clockJumps.ts';
import { disk } from './disk.ts';
import { files } from './files.ts';
import { kills } from './kills.ts';
import { ledgers } from './ledgers.ts';
import { lyingServer } from './lyingServer.ts';
import { responses } from './responses.ts';
import type { Scenario } from './scenario.ts';
import { windows } from './windows.ts';

export const scenarios: Readonly<Record<string, Scenario>> = {
  kills,
  windows,
  disk,
  clockJumps,
  files,
  responses,
  lyingServer,
  ledgers,
};
