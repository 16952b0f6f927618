/**
 * Asks the questions of a flow one by one. Back returns to the previous one, with every answer
 * kept.
 */
import { GoBack, type StepPlace } from './questionOptions.ts';

/** Asks one question. @returns the answer; undefined ends the flow */
export type Step<A> = (answers: Partial<A>, place: StepPlace) => Promise<Partial<A> | undefined>;

/**
 * @param stepsFor the steps of the flow, given the answers so far: an answer may add or remove
 * later steps
 * @param outer if given, the steps are parts of this step: they share its number, and Back at the
 * first one returns to the step before it
 * @returns all answers; undefined if a question was dismissed
 * @throws GoBack at the first part of a step
 */
export async function askSteps<A extends object>(
  stepsFor: (answers: Partial<A>) => readonly Step<A>[],
  given: Partial<A> = {},
  outer?: StepPlace,
): Promise<A | undefined> {
  let answers = given;
  for (let index = 0; ;) {
    const steps = stepsFor(answers);
    const step = steps[index];
    if (step === undefined) return answers as A;
    const place = { step: index + 1, totalSteps: steps.length, canGoBack: index > 0 };
    const inOuter = { ...outer, canGoBack: index > 0 || outer?.canGoBack === true };
    try {
      const answered = await step(answers, outer === undefined ? place : inOuter);
      if (answered === undefined) return undefined;
      answers = { ...answers, ...answered };
      index += 1;
    } catch (error) {
      if (!(error instanceof GoBack)) throw error;
      answers = { ...answers, ...error.answers };
      if (index === 0) throw new GoBack(undefined, outer === undefined ? {} : answers);
      index -= 1;
    }
  }
}

/**
 * Keeps what was typed when Back was pressed, for the next time the question is asked.
 * @param toAnswers turns it into an answer of the flow
 */
export async function keepTyped<T, A extends object>(
  question: Promise<T>,
  toAnswers: (typed: string) => Partial<A>,
): Promise<T> {
  try {
    return await question;
  } catch (error) {
    if (!(error instanceof GoBack) || error.typed === undefined) throw error;
    throw new GoBack(undefined, toAnswers(error.typed));
  }
}
