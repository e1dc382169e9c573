/**
 * The text of a form as it goes out: what a URL cannot have becomes %XX of its UTF-8, and %XX that is there stays. REST Client and
 * httpYac do the same to `application/x-www-form-urlencoded` bodies, after variables are filled in.
 */
export function encodeForm(text: string): string {
  return text
    .replaceAll(/\p{Surrogate}/gu, '\ufffd')
    .replaceAll(/%(?![0-9a-fA-F]{2})|[^\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]/gu, (unit) =>
      unit === '%' ? '%25' : encodeURIComponent(unit),
    );
}

export function isForm(contentType: string): boolean {
  return /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType);
}
