/** A choice as a radio group, or as a dropdown in a narrow page. */
import { h } from '../dom.ts';

/** @param asksFirst whether the last choice asks questions, so that it waits for Enter */
export function createRadios<Choice extends string>(
  label: string,
  choices: Readonly<Record<Choice, string>>,
  choose: (choice: Choice) => void,
  asksFirst = false,
) {
  const names = Object.keys(choices) as Choice[];
  const radios = names.map((name) => {
    const radio = h('button', { class: 'radio', role: 'radio' }, choices[name]);
    radio.type = 'button';
    radio.addEventListener('click', () => choose(name));
    return radio;
  });
  const element = h('div', { class: 'radios', role: 'radiogroup', aria: { label } }, ...radios);
  element.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = radios.indexOf(document.activeElement as HTMLButtonElement);
    const next = radios[(at + step + radios.length) % radios.length];
    next?.focus();
    if (!asksFirst || next !== radios.at(-1)) next?.click();
  });
  return {
    element,
    /** @param isShown false while none of the choices is shown */
    draw(choice: string, isShown = true): void {
      names.forEach((name, index) => {
        const radio = radios[index];
        if (radio === undefined) return;
        radio.setAttribute('aria-checked', String(name === choice && isShown));
        radio.tabIndex = name === choice ? 0 : -1;
      });
    },
  };
}

interface RangeTexts<Choice extends string> {
  readonly range: string;
  readonly ranges: Readonly<Record<Choice, string>>;
  readonly rangesLong: Readonly<Record<Choice, string>>;
}

export function createRanges<Choice extends string>(
  texts: RangeTexts<Choice>,
  choose: (choice: Choice) => void,
) {
  const radios = createRadios(texts.range, texts.ranges, choose, true);
  const menu = h('select', { class: 'dropdown', aria: { label: texts.range } });
  /** Selected while zoomed in, when none of the other choices applies. */
  const zoomed = h('option', { hidden: true });
  zoomed.value = '';
  menu.append(
    zoomed,
    ...(Object.keys(texts.rangesLong) as Choice[]).map((choice) => {
      const option = h('option', {}, texts.rangesLong[choice]);
      option.value = choice;
      return option;
    }),
  );
  menu.addEventListener('change', () => choose(menu.value as Choice));
  return {
    elements: [radios.element, menu],
    /** @param zoomedTo the visible range while zoomed in, as text */
    draw(choice: string, zoomedTo: string | undefined): void {
      radios.draw(choice, zoomedTo === undefined);
      zoomed.textContent = zoomedTo ?? '';
      zoomed.hidden = zoomedTo === undefined;
      menu.value = zoomedTo === undefined ? choice : '';
    },
  };
}
