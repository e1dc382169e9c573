/**
 * `host:port`, `[::1]:port`, `:port` (127.0.0.1). Undefined where it is none of these; whether the host is one is for whoever
 * uses it to say.
 */
export function splitAddress(text: string): { host: string; port: number } | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:\s]*)):(\d{1,5})$/.exec(text.trim());
  if (match === null || Number(match[3]) > 65_535) return undefined;
  return { host: match[1] ?? (match[2] === '' ? '127.0.0.1' : match[2]!), port: Number(match[3]) };
}
