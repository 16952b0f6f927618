/** Asks for a customer that isn't in the list. */
import * as vscode from 'vscode';
import type { CustomerRef } from '../../orb/billingApi.ts';
import { askCustomer } from '../backfills/newBackfillQuestions.ts';
import { askSteps } from '../askSteps.ts';
import type { Services } from '../services.ts';

/** @returns undefined when dismissed */
export async function askUsageCustomer(
  services: Services,
  title: string,
): Promise<CustomerRef | undefined> {
  const items = [
    { label: vscode.l10n.t('By External ID…'), isExternal: true },
    { label: vscode.l10n.t('By Orb ID…'), isExternal: false },
  ];
  const answers = await askSteps<{ isExternal: boolean; customer: CustomerRef }>(() => [
    async ({ isExternal }, at) => {
      const active = items.find((each) => each.isExternal === isExternal);
      const placeHolder = vscode.l10n.t("Which customer's usage?");
      const by = await services.dialogs.pick(items, { title, ...at, placeHolder, active });
      return by && { isExternal: by.isExternal };
    },
    async ({ isExternal = true }, at) => {
      const id = await askCustomer(services, { title, ...at }, isExternal);
      if (id === undefined) return undefined;
      return { customer: isExternal ? { externalCustomerId: id } : { customerId: id } };
    },
  ]);
  return answers?.customer;
}
