/** Input boxes with what showInputBox doesn't have: steps, Back, buttons, and a check that keeps what was typed. */
import * as vscode from 'vscode';
import {
  GoBack,
  type InputButton,
  type InputOptions,
  type InputProblem,
} from './questionOptions.ts';

/** @returns undefined when dismissed. @throws GoBack */
export async function askInput(options: InputOptions): Promise<string | undefined> {
  const asked = new AskedInput(options);
  try {
    return await asked.answer;
  } finally {
    asked.dispose();
  }
}

interface TitleButton extends vscode.QuickInputButton {
  readonly press: () => void;
}

class AskedInput {
  readonly #box = vscode.window.createInputBox();
  readonly answer: Promise<string | undefined>;
  #resolve!: (value: string | undefined) => void;
  #reject!: (error: unknown) => void;
  /** The check in progress. */
  #checking: AbortController | undefined;
  /** Whether another question is shown instead. */
  #isAside = false;
  /** Counts validations, since only the last one may show its result. */
  #validation = 0;

  constructor(private readonly options: InputOptions) {
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const box = this.#box;
    box.title = options.title;
    box.value = options.value ?? '';
    box.valueSelection = options.valueSelection ?? [0, box.value.length];
    box.placeholder = options.placeHolder;
    box.password = options.password ?? false;
    // A page that opens takes the focus, but that must not lose what was typed.
    box.ignoreFocusOut = options.ignoreFocusOut ?? true;
    box.step = options.step;
    box.totalSteps = options.totalSteps;
    box.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) this.#reject(new GoBack(this.#box.value));
      else (button as TitleButton).press();
    });
    box.onDidChangeValue(() => void this.#changed());
    box.onDidAccept(() => void this.#accept());
    box.onDidHide(() => this.#hidden());
    this.#show();
    const { problem } = options;
    if (problem !== undefined) this.#say(problem, vscode.InputBoxValidationSeverity.Error);
  }

  dispose(): void {
    this.#checking?.abort();
    this.#box.dispose();
  }

  #show(): void {
    const { prompt, promptNow } = this.options;
    this.#isAside = false;
    this.#box.prompt = promptNow?.() ?? prompt;
    this.#setButtons();
    this.#box.show();
  }

  #setButtons(extra?: InputButton): void {
    const { buttons = [], canGoBack, password } = this.options;
    this.#box.buttons = [
      ...(canGoBack === true ? [vscode.QuickInputButtons.Back] : []),
      ...buttons.map((button) => this.#button(button)),
      ...(password === true ? [this.#eye(extra)] : []),
      ...(extra === undefined ? [] : [this.#button(extra)]),
    ];
  }

  #button({ icon, tooltip, run }: InputButton): TitleButton {
    const press = async () => {
      const next = await this.#aside(run);
      if (next === 'accept') this.#resolve(this.#box.value);
      else this.#show();
    };
    return { iconPath: new vscode.ThemeIcon(icon), tooltip, press: () => void press() };
  }

  /** Shows or hides the typed text. */
  #eye(extra: InputButton | undefined): TitleButton {
    const isHidden = this.#box.password;
    return {
      iconPath: new vscode.ThemeIcon(isHidden ? 'eye' : 'eye-closed'),
      tooltip: isHidden ? vscode.l10n.t('Show') : vscode.l10n.t('Hide'),
      press: () => {
        this.#box.password = !isHidden;
        this.#setButtons(extra);
      },
    };
  }

  /**
   * Hides the box while other questions are asked. Dismissing one of them, or pressing Back,
   * returns here.
   */
  async #aside<T>(ask: () => Promise<T>): Promise<T | undefined> {
    this.#isAside = true;
    this.#checking?.abort();
    this.#box.hide();
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof GoBack)) this.#reject(error);
      return undefined;
    }
  }

  #hidden(): void {
    if (this.#isAside) return;
    if (this.#checking === undefined) this.#resolve(undefined);
    else {
      this.#checking.abort();
      this.#box.show();
    }
  }

  #say(message: string, severity: vscode.InputBoxValidationSeverity): void {
    this.#box.validationMessage = { message, severity };
  }

  async #changed(): Promise<void> {
    this.#checking?.abort();
    this.#setButtons();
    await this.#validate();
  }

  /** Shows what's wrong with the value. @returns whether it is accepted */
  async #validate(): Promise<boolean> {
    const validation = ++this.#validation;
    const found = await this.options.validateInput?.(this.#box.value);
    if (validation !== this.#validation) return false;
    this.#box.validationMessage = found ?? undefined;
    if (found === undefined || found === null || found === '') return true;
    return typeof found !== 'string' && found.severity !== vscode.InputBoxValidationSeverity.Error;
  }

  async #accept(): Promise<void> {
    if (this.#checking !== undefined) return;
    try {
      if (!(await this.#validate())) return;
      const problem = await this.#check();
      if (problem === undefined) this.#resolve(this.#box.value);
      else if (problem !== 'ended') await this.#refuse(problem);
    } catch (error) {
      this.#reject(error);
    }
  }

  async #check(): Promise<InputProblem | 'ended' | undefined> {
    const { check } = this.options;
    if (check === undefined) return undefined;
    const checking = new AbortController();
    this.#checking = checking;
    this.#box.busy = true;
    this.#say(check.message(), vscode.InputBoxValidationSeverity.Info);
    try {
      const problem = await check.run(this.#box.value, checking.signal);
      return checking.signal.aborted ? 'ended' : problem;
    } finally {
      if (checking.signal.aborted) this.#box.validationMessage = undefined;
      this.#checking = undefined;
      this.#box.busy = false;
    }
  }

  async #refuse({ message, severity, button, fix }: InputProblem): Promise<void> {
    if (fix !== undefined) {
      await this.#aside(fix);
      this.#box.validationMessage = undefined;
      this.#show();
      return;
    }
    const { Error, Warning } = vscode.InputBoxValidationSeverity;
    this.#say(message, severity === 'error' ? Error : Warning);
    if (button !== undefined) this.#setButtons(button);
  }
}
