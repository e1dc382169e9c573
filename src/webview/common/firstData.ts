/**
 * The data that the host put into the page for the first drawing; undefined if there is none. It can be read only once.
 */
export function firstData(): unknown {
  const { first } = document.body.dataset;
  if (first === undefined) return undefined;
  delete document.body.dataset['first'];
  const bytes = Uint8Array.from(atob(first), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
}
