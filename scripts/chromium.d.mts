/** Where Chromium is on this machine: as CHROMIUM says, or on the path. */
export function findChromium(): string | undefined;
