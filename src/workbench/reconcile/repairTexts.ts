/** The texts that repairs share: the plan, and why an event stays as it is. */
import * as vscode from 'vscode';
import { isOrbError, mayHaveArrived, type OrbErrorKind } from '../../core/errors.ts';
import { countText } from '../../core/language.ts';
import type { PlanTotals } from '../../core/reconciliation/plan.ts';
import { CHANGE_CAP_DAYS, MAX_CHANGED_EVENTS } from '../../core/rules/context.ts';
import { shortTime } from '../../core/timeText.ts';
import { NotSent } from '../../reconcile/repairEvent.ts';
import type { Failure } from '../../reconcile/repairEach.ts';
import { visible } from '../../std/visible.ts';
import { toUserError } from '../toUserError.ts';

/** How many customers the question names at most. */
const MAX_CUSTOMERS = 5;

/** Customers and time span. */
export function planLines({ customers, span }: PlanTotals, nowMs: number): readonly string[] {
  const time = (ms: number) => shortTime(new Date(ms).toISOString(), nowMs);
  const names = customers
    .slice(0, MAX_CUSTOMERS)
    .map(({ id, lines }) => vscode.l10n.t('{0} ({1})', visible(id, 60), countText(lines)));
  const more = customers.length > MAX_CUSTOMERS ? ', …' : '';
  return [
    vscode.l10n.t('Customers: {0}', `${names.join(', ')}${more}`),
    ...(span === undefined
      ? []
      : [vscode.l10n.t('From {0} to {1} UTC', time(span.firstMs), time(span.lastMs))]),
  ];
}

/** What Orb's limit of changed events leaves out. */
export function capLines(kind: 'amend' | 'deprecate', over: number): readonly string[] {
  if (over === 0) return [];
  const [most, days] = [MAX_CHANGED_EVENTS, CHANGE_CAP_DAYS];
  if (kind === 'amend') {
    return [
      over === 1
        ? vscode.l10n.t(
            "1 more isn't sent: Orb allows {0} amended events per customer in {1} days.",
            most,
            days,
          )
        : vscode.l10n.t(
            "{0} more aren't sent: Orb allows {1} amended events per customer in {2} days.",
            countText(over),
            most,
            days,
          ),
    ];
  }
  return [
    over === 1
      ? vscode.l10n.t(
          "1 more isn't sent: Orb allows {0} deprecated events per customer in {1} days.",
          most,
          days,
        )
      : vscode.l10n.t(
          "{0} more aren't sent: Orb allows {1} deprecated events per customer in {2} days.",
          countText(over),
          most,
          days,
        ),
  ];
}

/** What would happen to all further events too. */
const endings: ReadonlySet<OrbErrorKind> = new Set<OrbErrorKind>([
  'unauthorized',
  'forbidden',
  'unreachable',
  'tlsOrProxy',
]);

/** What a failure of one event means. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof NotSent) return { message: notSentText(error), again: false, isOver: false };
  const message = failureText(error);
  const isOver = isOrbError(error) && endings.has(error.kind);
  // Only what Orb said about the event itself is final.
  const isFinal = isOrbError(error, 'rejected') || isOrbError(error, 'notFound');
  return { message, again: !isFinal, isOver };
}

function notSentText({ reason }: NotSent): string {
  switch (reason) {
    case 'gone':
      return vscode.l10n.t('Orb no longer shows this event.');
    case 'deprecated':
      return vscode.l10n.t('The event was deprecated since it was compared.');
    case 'changed':
      return vscode.l10n.t(
        'The event changed in Orb since it was compared. Compare the file again.',
      );
  }
}

function failureText(error: unknown): string {
  if (isOrbError(error, 'cancelled')) {
    return vscode.l10n.t(
      'Canceled while the request was on its way. The event may be changed; repairing it again is safe.',
    );
  }
  const { message } = toUserError(error);
  return mayHaveArrived(error)
    ? vscode.l10n.t(
        "Orb didn't respond. The event may be changed; repairing it again is safe. ({0})",
        message,
      )
    : message;
}
