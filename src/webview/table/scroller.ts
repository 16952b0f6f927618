/**
 * Scrolls further than an element can be high. Browsers limit that (Chromium to 2^25 pixels, less when zoomed in), so a million rows
 * need a scroll bar whose pixel stands for several.
 */
const MOST = 8_000_000;

export class Scroller {
  #height = 0;
  #top = 0;
  /** The element's own place when it was last read or set. */
  #seen = 0;

  /**
   * @param element what scrolls
   * @param body what is as high as the rows
   * @param head what covers the upper edge
   */
  constructor(
    private readonly element: HTMLElement,
    private readonly body: HTMLElement,
    private readonly head: HTMLElement,
    onScroll: () => void,
  ) {
    element.addEventListener(
      'scroll',
      () => {
        if (this.isMoved) {
          this.#top = this.#placeOfElement;
          this.#seen = element.scrollTop;
        }
        onScroll();
      },
      { passive: true },
    );
  }

  /** The height of what is visible of the rows. */
  get view(): number {
    return Math.max(0, this.element.clientHeight - this.head.offsetHeight);
  }

  get top(): number {
    return this.#top;
  }

  set top(value: number) {
    this.#top = Math.max(0, Math.min(this.#height - this.view, value));
    this.element.scrollTop = this.#top / this.#scale;
    this.#seen = this.element.scrollTop;
  }

  /** What to add to a place among the rows to get the place in the body. */
  get offset(): number {
    return this.#scale === 1 ? 0 : this.element.scrollTop - this.#top;
  }

  get isAtEnd(): boolean {
    const top = this.isMoved ? this.#placeOfElement : this.#top;
    return top + this.view >= this.#height - 2;
  }

  /** Whether the user has scrolled since, which browsers report only before the next frame. */
  get isMoved(): boolean {
    return Math.abs(this.element.scrollTop - this.#seen) >= 1;
  }

  setHeight(height: number): void {
    this.#height = height;
    this.body.style.height = `${Math.min(MOST, height)}px`;
    // With a scaled scroll bar, a turn of the wheel would skip rows.
    this.element.removeEventListener('wheel', this.#turn);
    if (this.#scale !== 1) this.element.addEventListener('wheel', this.#turn, { passive: false });
    const most = Math.max(0, height - this.view);
    if (this.#top > most) this.top = most;
  }

  readonly #turn = (event: WheelEvent): void => {
    if (event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
    event.preventDefault();
    this.top += event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 24 : 1);
  };

  get #placeOfElement(): number {
    return this.element.scrollTop * this.#scale;
  }

  get #scale(): number {
    if (this.#height <= MOST) return 1;
    return (this.#height - this.view) / (MOST - this.view);
  }
}
