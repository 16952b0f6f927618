/**
 * Options of pick lists and input boxes that VS Code's own functions lack: a place in a flow,
 * buttons, a check.
 */
import type * as vscode from 'vscode';

/**
 * The place of a question in a flow, which VS Code shows in the title as `(2/3)`. See askSteps.ts.
 */
export interface StepPlace {
  readonly step?: number;
  readonly totalSteps?: number;
  /** Shows the Back button, which rejects with GoBack. */
  readonly canGoBack?: boolean;
}

/** Back was pressed. Only a question with `canGoBack` rejects with it. */
export class GoBack extends Error {
  override readonly name = 'GoBack';

  /** @param typed the text in an input box @param answers what the flow keeps of it */
  constructor(
    readonly typed?: string,
    readonly answers: object = {},
  ) {
    super('Back was pressed.');
  }
}

export interface PickOptions<T> extends vscode.QuickPickOptions, StepPlace {
  /** The item that Enter picks; by default the first one. */
  readonly active?: T | undefined;
}

export interface TypedPickOptions<T> extends StepPlace {
  readonly title: string;
  readonly placeHolder: string;
  /** What is typed at the start. */
  readonly value?: string;
  /** Other items only say something. */
  readonly isChoice: (item: T) => boolean;
}

/** A button in the title of an input box. */
export interface InputButton {
  /** A codicon, such as `globe`. */
  readonly icon: string;
  readonly tooltip: string;
  /**
   * Runs while the box is hidden. `accept` accepts the typed text; anything else returns to the
   * box.
   */
  readonly run: () => Promise<'accept' | undefined>;
}

/** Why a value wasn't accepted. The box stays, with the typed text. */
export interface InputProblem {
  readonly message: string;
  readonly severity: 'error' | 'warning';
  /** Shown until the value changes. */
  readonly button?: InputButton;
  /** Asks for another field that caused the problem, before the box is shown again. */
  readonly fix?: () => Promise<void>;
}

interface InputCheck {
  /** Shown during the check. */
  readonly message: () => string;
  readonly run: (value: string, signal: AbortSignal) => Promise<InputProblem | undefined>;
}

export interface InputOptions extends vscode.InputBoxOptions, StepPlace {
  /** A prompt that is evaluated each time the box is shown. */
  readonly promptNow?: () => string;
  readonly buttons?: readonly InputButton[];
  /** Runs when Enter is pressed and `validateInput` finds nothing. Escape ends the check, not the question. */
  readonly check?: InputCheck;
  /** Shown at once, for a value that was rejected before. */
  readonly problem?: string | undefined;
}
