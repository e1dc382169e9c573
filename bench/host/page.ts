/// <reference lib="dom" />
// What runs in the Traffic view's page. Each function stands alone: its text is what crosses.

/** Notes when the first row with an event is there: milliseconds since the page began, and wall-clock time. */
export function firstRows(): void {
  const began = performance.now();
  const look = (): void => {
    if (document.querySelector('.events .rows .row[aria-busy="false"]')) {
      const now = performance.now();
      Object.assign(globalThis, {
        wirebenchFirstRows: { page: now - began, wall: performance.timeOrigin + now },
      });
    } else setTimeout(look, 2);
  };
  if (globalThis.self !== globalThis.top) look();
}

/**
 * Scrolls for some seconds, so many pixels a frame (-1: through the whole height), and counts the frames.
 */
export function scrollThrough(how: { seconds: number; perFrame: number }): Promise<{ rate: number; longest: number }> {
  const rows = document.querySelector('.events .rows')!;
  const most = rows.scrollHeight - rows.clientHeight;
  rows.scrollTop = how.perFrame === 0 ? rows.scrollTop : 0;
  return new Promise((resolve) => {
    let frames = 0;
    let longest = 0;
    let began = 0;
    let last = 0;
    const frame = (now: number): void => {
      if (began === 0) began = now;
      else {
        frames++;
        longest = Math.max(longest, now - last);
      }
      last = now;
      const done = (now - began) / 1000 / how.seconds;
      if (done >= 1) {
        resolve({ rate: frames / ((now - began) / 1000), longest });
        return;
      }
      if (how.perFrame < 0) rows.scrollTop = most * done;
      else if (how.perFrame > 0) {
        const delta = { deltaY: how.perFrame, bubbles: true, cancelable: true };
        if (rows.dispatchEvent(new WheelEvent('wheel', delta))) rows.scrollTop += how.perFrame;
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/**
 * Types a filter and presses Enter; milliseconds from then until it has been through all events and its rows are on
 * screen. NaN where that takes longer than three seconds.
 */
export function typeFilter(filter: string): Promise<number> {
  const input = document.querySelector<HTMLInputElement>('.filter input')!;
  const before = document.querySelector('.counts')!.textContent;
  input.value = filter;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  return new Promise((resolve) => {
    // The box has drawn the typed text.
    requestAnimationFrame(() =>
      setTimeout(() => {
        const began = performance.now();
        input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
        const look = (): void => {
          const took = performance.now() - began;
          const changed = document.querySelector('.counts')!.textContent !== before;
          // Unused rows are hidden with their last content.
          const working = document.querySelector(
            '.progress.running, .events .rows .row[data-kind="loading"]:not([hidden])',
          );
          if (changed && !working) resolve(took);
          else if (took > 3_000) resolve(NaN);
          else requestAnimationFrame(look);
        };
        look();
      }),
    );
  });
}
