import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Sash } from './sash.ts';

interface SizedPartProps {
  /** The sash's name for a screen reader. */
  readonly label: string;
  readonly className: string;
  /** The part's name for a screen reader, if it is a region. */
  readonly name?: string;
  /** The part is beside the previous one; otherwise below it. */
  readonly beside: boolean;
  /** The share of the parent, 0 to 1. */
  readonly share: number;
  readonly initialShare: number;
  /** Pixels. */
  readonly least: number;
  readonly resize: (share: number) => void;
  readonly children: ComponentChildren;
}

/** The largest share of the parent. */
const most = 0.8;

/** The last part of its parent, with a sash on its edge. The style sheet sizes it by `--share`. */
export function SizedPart(props: SizedPartProps) {
  const { className, name, beside, share, children } = props;
  const part = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const sash = useRef<Sash | undefined>(undefined);
  const latest = useRef(props);
  // Keys arrive faster than the page is drawn.
  const size = useRef(share);
  latest.current = props;
  size.current = share;
  useEffect(() => {
    const whole = () => {
      const parent = part.current?.parentElement;
      return Math.max(1, (latest.current.beside ? parent?.clientWidth : parent?.clientHeight) ?? 1);
    };
    const resize = (wanted: number) => {
      size.current = wanted;
      latest.current.resize(wanted);
    };
    sash.current = new Sash(
      {
        label: props.label,
        orientation: () => (latest.current.beside ? 'vertical' : 'horizontal'),
        size: () => size.current * whole(),
        limits: () => [Math.min(latest.current.least, whole() * most), whole() * most],
        reversed: true,
        resize: (pixels) => resize(pixels / whole()),
        done: () => undefined,
        reset: () => resize(latest.current.initialShare),
      },
      'part-sash',
    );
    place.current?.replaceChildren(sash.current.element);
    sash.current.update();
  }, []);
  useLayoutEffect(() => {
    part.current?.style.setProperty('--share', `${(share * 100).toFixed(2)}%`);
    sash.current?.update();
  }, [beside, share]);
  return (
    <div class={className} ref={part} {...(name === undefined ? {} : { role: 'region', 'aria-label': name })}>
      <div class="sash-place" ref={place} />
      {children}
    </div>
  );
}
