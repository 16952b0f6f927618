/** Every scenario by its name. */
import { kills } from './kills.ts';
import type { Scenario } from './scenario.ts';

export const scenarios: Readonly<Record<string, Scenario>> = { kills };
