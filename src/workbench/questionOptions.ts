/** What a pick list or an input box can be given beyond VS Code's own options: a place in a flow, buttons, a check. */
import type * as vscode from 'vscode';

/** The place of a question in a flow; VS Code writes it into the title as `(2/3)`. See askSteps.ts. */
export interface StepPlace {
  readonly step?: number;
  readonly totalSteps?: number;
  /** Shows Back, which rejects with GoBack. */
  readonly canGoBack?: boolean;
}

/** Back was pressed. Only a question with `canGoBack` rejects with it. */
export class GoBack extends Error {
  override readonly name = 'GoBack';

  /** @param typed what an input box held @param answers what the flow keeps of that */
  constructor(
    readonly typed?: string,
    readonly answers: object = {},
  ) {
    super('Back was pressed.');
  }
}

export interface PickOptions<T> extends vscode.QuickPickOptions, StepPlace {
  /** The item that Enter takes; else it is the first one. */
  readonly active?: T | undefined;
}

/** A button in the title of an input box. */
export interface InputButton {
  /** A codicon, such as `globe`. */
  readonly icon: string;
  readonly tooltip: string;
  /** Runs while the box is hidden. `accept` takes what is typed as the answer; anything else leads back to the box. */
  readonly run: () => Promise<'accept' | undefined>;
}

/** Why a value wasn't taken. The box stays, with what was typed. */
export interface InputProblem {
  readonly message: string;
  readonly severity: 'error' | 'warning';
  /** Shown until the value changes. */
  readonly button?: InputButton;
  /** Asks for another field that is at fault, before the box comes back. */
  readonly fix?: () => Promise<void>;
}

interface InputCheck {
  /** Shown meanwhile. */
  readonly message: () => string;
  readonly run: (value: string, signal: AbortSignal) => Promise<InputProblem | undefined>;
}

export interface InputOptions extends vscode.InputBoxOptions, StepPlace {
  /** A prompt that is read again each time the box comes up. */
  readonly promptNow?: () => string;
  readonly buttons?: readonly InputButton[];
  /** Runs when Enter is pressed and `validateInput` finds nothing. Escape ends the check, not the question. */
  readonly check?: InputCheck;
  /** Shown at once, for a value that was refused before. */
  readonly problem?: string | undefined;
}
