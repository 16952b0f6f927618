/** The footer of a comparison for lines that no repair suits. */
import * as l10n from '@vscode/l10n';
import { countText } from '../language.ts';
import type { LineOutcome } from '../reconciliation/outcomes.ts';
import { lineCount } from './ingest.ts';
import { openLines, resume, saveReport, type Footer } from './reconcileButtons.ts';

/** @param count of the selected lines */
export function withoutCure(outcome: LineOutcome | null, count: number): Footer {
  const number = countText(count);
  const open = { action: 'openFile', label: l10n.t('Open File') } as const;
  switch (outcome) {
    case 'deprecated':
      return {
        icon: 'lock',
        sentence:
          count === 1
            ? l10n.t("This event was deprecated in Orb. Its ID can't be ingested again.")
            : l10n.t(
                "These {0} events were deprecated in Orb. Their IDs can't be ingested again.",
                number,
              ),
        second:
          count === 1
            ? l10n.t('If it should be billed, send it in a new file under a new ID.')
            : l10n.t('If they should be billed, send them in a new file under new IDs.'),
        buttons: [openLines()],
      };
    case 'invalid':
      return {
        icon: 'error',
        sentence:
          count === 1
            ? l10n.t('Orb would reject this line. Fix it in the file and compare again.')
            : l10n.t(
                'Orb would reject these {0} lines. Fix them in the file and compare again.',
                number,
              ),
        buttons: [open],
      };
    case 'duplicates':
      return {
        icon: 'info',
        sentence:
          count === 1
            ? l10n.t('This line repeats an earlier one. Orb counts each event ID once.')
            : l10n.t('These {0} lines repeat earlier ones. Orb counts each event ID once.', number),
        buttons: [open],
      };
    case 'notCompared':
      return {
        icon: 'history',
        sentence:
          count === 1
            ? l10n.t("1 event was sent just now, and Orb's search may not show it yet.")
            : l10n.t(
                "{0} events were sent just now, and Orb's search may not show them yet.",
                number,
              ),
        buttons: [resume()],
      };
    case 'same':
      return {
        icon: 'check',
        sentence:
          count === 1
            ? l10n.t('1 event is in Orb as the file says.')
            : l10n.t('{0} events are in Orb as the file says.', number),
        buttons: [saveReport()],
      };
    case 'missing':
    case 'different':
    case null:
      return {
        icon: 'info',
        sentence: l10n.t("{0} can't be repaired from here.", lineCount(count)),
        buttons: [openLines()],
      };
  }
}
