import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { IconName } from './icons.ts';

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" aria-hidden="true">
      <use href={`#icon-${name}`} />
    </svg>
  );
}

interface ActionProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
  /** A button that stays pressed. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
}

export function Action({ icon, label, onClick, pressed, disabled }: ActionProps) {
  return (
    <button
      type="button"
      class="action"
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

interface MenuProps {
  readonly label: string;
  readonly icon: IconName;
  readonly choices: readonly { readonly label: string; readonly run: () => void }[];
}

/** A button with a menu of actions. Its keys follow the ARIA practices. */
export function Menu({ label, icon, choices }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const outside = (event: PointerEvent) => {
      if (!(event.target instanceof Node) || !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);
  useLayoutEffect(() => {
    const menu = root.current?.querySelector<HTMLElement>('.menu');
    const button = root.current?.getBoundingClientRect();
    if (!menu || !button) return;
    menu.style.top = menu.style.left = '0';
    const origin = menu.getBoundingClientRect();
    const top = Math.min(button.bottom + 2, window.innerHeight - menu.offsetHeight - 4);
    menu.style.top = `${Math.max(4, top) - origin.top}px`;
    menu.style.left = `${Math.max(4, button.right - menu.offsetWidth) - origin.left}px`;
  }, [open]);
  const close = () => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  const key = (event: KeyboardEvent) => {
    const items = [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    if (event.key === 'Escape' || event.key === 'Tab') close();
    else if (next[event.key] !== undefined) items.at(next[event.key]! % items.length)?.focus();
    else return;
    event.stopPropagation();
    if (event.key !== 'Tab') event.preventDefault();
  };
  return (
    <div class="menu-root" ref={root}>
      <button
        type="button"
        class="action"
        title={label}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
        <Icon name="chevron-down" />
      </button>
      {open && (
        <div class="menu" role="menu" aria-label={label} onKeyDown={key}>
          {choices.map((choice) => (
            <button
              type="button"
              role="menuitem"
              tabIndex={-1}
              key={choice.label}
              onClick={() => {
                close();
                choice.run();
              }}
            >
              {choice.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/**
 * A container for an element that Preact does not draw. The element appears together with the rest, not a frame or two
 * later.
 */
export function Slot({ element, className }: { readonly element: HTMLElement; readonly className: string }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place.current?.replaceChildren(element);
  }, [element]);
  return <div class={className} ref={place} />;
}

export function Notice({
  kind,
  children,
}: {
  readonly kind: 'info' | 'warning' | 'error';
  readonly children: ComponentChildren;
}) {
  return <div class={`notice ${kind}`}>{children}</div>;
}
