/**
 * The pointer over the chart: dragging selects steps, the wheel pans and zooms, hovering shows a
 * step.
 */
import { h } from '../dom.ts';
import type { Chart } from './chart.ts';
import { pan, select, zoom, type View } from './view.ts';

export interface PointerPort {
  view(): View;
  set(view: View): void;
  /** The tooltip's lines for a step. */
  lines(index: number): readonly string[];
}

/** @returns the tooltip, to be added next to the chart */
export function chartPointer(chart: Chart, port: PointerPort): HTMLElement {
  const { element } = chart;
  const tooltip = h('div', { class: 'tooltip', hidden: true, aria: { hidden: 'true' } });
  let began: number | undefined;
  let moved = false;

  const isStep = (index: number) => index >= 0 && index < port.view().steps;
  const hide = () => (tooltip.hidden = true);

  element.addEventListener('pointerdown', (event) => {
    const at = Math.floor(chart.stepAt(event));
    if (event.button !== 0 || !isStep(at)) return;
    began = at;
    moved = false;
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener('pointermove', (event) => {
    const at = Math.floor(chart.stepAt(event));
    if (began !== undefined) {
      moved ||= at !== began;
      if (moved) dragTo(began, at);
    }
    if (!isStep(at)) {
      hide();
      return;
    }
    tooltip.replaceChildren(...port.lines(at).map((line) => h('div', {}, line)));
    tooltip.hidden = false;
    const { left, width } = element.getBoundingClientRect();
    const x = event.clientX - left;
    const flip = x > width / 2;
    tooltip.style.left = flip ? '' : `${x + 16}px`;
    tooltip.style.right = flip ? `${width - x + 16}px` : '';
  });
  element.addEventListener('pointerup', (event) => {
    if (began !== undefined && !moved) dragTo(began, began);
    began = undefined;
    element.releasePointerCapture(event.pointerId);
  });
  element.addEventListener('pointerleave', hide);
  element.addEventListener(
    'wheel',
    (event) => {
      const view = port.view();
      const along = event.deltaX !== 0 ? event.deltaX : event.shiftKey ? event.deltaY : 0;
      if (event.ctrlKey) port.set(zoom(view, event.deltaY > 0 ? 1.25 : 0.8, chart.stepAt(event)));
      else if (along !== 0) port.set(pan(view, along * chart.stepsPerPixel()));
      else return;
      event.preventDefault();
    },
    { passive: false },
  );

  function dragTo(from: number, to: number): void {
    const last = port.view().steps - 1;
    const [a, b] = [from, Math.min(Math.max(to, 0), last)].sort((x, y) => x - y) as [
      number,
      number,
    ];
    port.set(select(port.view(), { from: a, to: b + 1 }));
  }
  return tooltip;
}
