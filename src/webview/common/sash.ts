import { element } from './dom.ts';

interface SashOptions {
  readonly label: string;
  /** `vertical`: a vertical line, moved left and right. */
  readonly orientation: () => 'vertical' | 'horizontal';
  /** Pixels. */
  readonly size: () => number;
  readonly limits: () => readonly [least: number, most: number];
  /** The sized part follows the sash: moving the sash back makes the part larger. */
  readonly reversed?: boolean;
  readonly resize: (size: number) => void;
  readonly done: () => void;
  /** Resets the size. */
  readonly reset: () => void;
}

const keyStep = 16;

/** A line between two parts, moved by mouse or by arrow keys. */
export class Sash {
  readonly element: HTMLElement;
  readonly #options: SashOptions;

  constructor(options: SashOptions, className: string) {
    this.#options = options;
    this.element = element('div', `sash ${className}`, 'separator');
    this.element.tabIndex = 0;
    this.element.setAttribute('aria-label', options.label);
    this.element.addEventListener('pointerdown', (event) => this.#drag(event));
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('dblclick', () => {
      options.reset();
      options.done();
      this.update();
    });
  }

  update(): void {
    const [least, most] = this.#options.limits();
    const orientation = this.#options.orientation();
    this.element.setAttribute('aria-orientation', orientation);
    this.element.setAttribute('aria-valuemin', String(Math.round(least)));
    this.element.setAttribute('aria-valuemax', String(Math.round(most)));
    this.element.setAttribute('aria-valuenow', String(Math.round(this.#options.size())));
  }

  #resize(size: number): void {
    const [least, most] = this.#options.limits();
    this.#options.resize(Math.max(least, Math.min(most, size)));
    this.update();
  }

  #drag(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.element.focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    const position = (at: PointerEvent) => (this.#options.orientation() === 'vertical' ? at.clientX : at.clientY);
    const from = position(event);
    const size = this.#options.size();
    const sign = this.#options.reversed ? -1 : 1;
    const move = (at: PointerEvent) => this.#resize(size + sign * (position(at) - from));
    const end = () => {
      this.element.removeEventListener('pointermove', move);
      this.element.removeEventListener('lostpointercapture', end);
      this.#options.done();
    };
    this.element.addEventListener('pointermove', move);
    this.element.addEventListener('lostpointercapture', end);
  }

  #key(event: KeyboardEvent): void {
    const [back, forth] =
      this.#options.orientation() === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const sign = this.#options.reversed ? -1 : 1;
    const size = this.#options.size();
    const [least, most] = this.#options.limits();
    const sizes: Readonly<Record<string, number>> = {
      [back]: size - sign * keyStep,
      [forth]: size + sign * keyStep,
      Home: least,
      End: most,
    };
    const wanted = sizes[event.key];
    if (wanted === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#resize(wanted);
    this.#options.done();
  }
}
