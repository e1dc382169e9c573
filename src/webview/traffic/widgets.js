import { jsx as _jsx, jsxs as _jsxs } from 'preact/jsx-runtime';
import { useEffect, useRef, useState } from 'preact/hooks';
export function Icon({ name }) {
  return _jsx('svg', { class: 'icon', 'aria-hidden': 'true', children: _jsx('use', { href: `#icon-${name}` }) });
}
export function Action({ icon, label, onClick, pressed }) {
  return _jsx('button', {
    type: 'button',
    class: 'action',
    title: label,
    'aria-label': label,
    'aria-pressed': pressed,
    onClick: onClick,
    children: _jsx(Icon, { name: icon }),
  });
}
/** A button with a menu of actions, by keyboard as the ARIA practices have it. */
export function Menu({ label, icon, choices }) {
  const [open, setOpen] = useState(false);
  const root = useRef(null);
  useEffect(() => {
    if (!open) return;
    root.current?.querySelector('[role=menuitem]')?.focus();
    const outside = (event) => {
      if (!(event.target instanceof Node) || !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);
  const close = () => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  const key = (event) => {
    const items = [...(root.current?.querySelectorAll('[role=menuitem]') ?? [])];
    const at = items.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    if (event.key === 'Escape' || event.key === 'Tab') close();
    else if (next[event.key] !== undefined) items.at(next[event.key] % items.length)?.focus();
    else return;
    event.stopPropagation();
    if (event.key !== 'Tab') event.preventDefault();
  };
  return _jsxs('div', {
    class: 'menu-root',
    ref: root,
    children: [
      _jsxs('button', {
        type: 'button',
        class: 'action',
        title: label,
        'aria-label': label,
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        onClick: () => setOpen(!open),
        children: [_jsx(Icon, { name: icon }), _jsx(Icon, { name: 'chevron-down' })],
      }),
      open &&
        _jsx('div', {
          class: 'menu',
          role: 'menu',
          'aria-label': label,
          onKeyDown: key,
          children: choices.map((choice) =>
            _jsx(
              'button',
              {
                type: 'button',
                role: 'menuitem',
                tabIndex: -1,
                onClick: () => {
                  close();
                  choice.run();
                },
                children: choice.label,
              },
              choice.label,
            ),
          ),
        }),
    ],
  });
}
/** A place for an element that Preact does not draw. */
export function Slot({ element, className }) {
  const place = useRef(null);
  useEffect(() => {
    place.current?.replaceChildren(element);
  }, [element]);
  return _jsx('div', { class: className, ref: place });
}
export function Notice({ kind, children }) {
  return _jsx('div', { class: `notice ${kind}`, children: children });
}
