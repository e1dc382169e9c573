/** What the host put into the page for it to show before it asks; undefined where it put nothing. It is there once. */
export function firstData(): unknown {
  const { first } = document.body.dataset;
  if (first === undefined) return undefined;
  delete document.body.dataset['first'];
  const bytes = Uint8Array.from(atob(first), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
}
