/** The buttons of a comparison's footer, and what a footer is made of. */
import * as l10n from '@vscode/l10n';
import type { RepairAction } from '../reconciliation/repairs.ts';
import { repairButton } from './reconcileRepairs.ts';

/** A repair with the number of lines it suits. */
export interface Cure {
  readonly action: RepairAction;
  readonly count: number;
}

type Action =
  | 'stop'
  | 'resume'
  | 'again'
  | 'saveReport'
  | 'openFile'
  | 'openLines'
  | 'resumeRepair'
  | 'pickRepair'
  | 'showFailed'
  | 'replaceKey'
  | `repair:${RepairAction}`;

export interface Footer {
  readonly icon: string;
  readonly sentence: string;
  readonly second?: string;
  /** From left to right; the last one is the best. */
  readonly buttons: readonly {
    readonly action: Action;
    readonly label: string;
    readonly disabled?: boolean;
  }[];
}

export const stop = () => ({ action: 'stop', label: l10n.t('Stop') }) as const;
export const resume = () => ({ action: 'resume', label: l10n.t('Resume') }) as const;
export const again = () => ({ action: 'again', label: l10n.t('Compare Again') }) as const;
export const pickRepair = () => ({ action: 'pickRepair', label: l10n.t('Repair…') }) as const;
export const openLines = () =>
  ({ action: 'openLines', label: l10n.t('Open as Event File') }) as const;
export const saveReport = () => ({ action: 'saveReport', label: l10n.t('Save Report…') }) as const;
export const cureButton = ({ action, count }: Cure) =>
  ({ action: `repair:${action}`, label: repairButton(action, count) }) as const;
