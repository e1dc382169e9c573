import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Sash } from './sash.ts';

interface SizedPartProps {
  /** What a screen reader calls the sash. */
  readonly label: string;
  readonly className: string;
  /** What a screen reader calls the part, where it is a region. */
  readonly name?: string;
  /** The part is beside what is before it, else below. */
  readonly beside: boolean;
  /** Of the parent, 0 to 1. */
  readonly share: number;
  readonly initialShare: number;
  /** Pixels. */
  readonly least: number;
  readonly resize: (share: number) => void;
  readonly children: ComponentChildren;
}

/** The largest share of the parent. */
const most = 0.8;

/** The last part of its parent, with a sash on its edge; the style sheet has its size from `--share`. */
export function SizedPart(props: SizedPartProps) {
  const { className, name, beside, share, children } = props;
  const part = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const sash = useRef<Sash | undefined>(undefined);
  const latest = useRef(props);
  // Keys come faster than the page is drawn.
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
