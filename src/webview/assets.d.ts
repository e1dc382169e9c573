declare module '*.css' {
  /** Imported `with { type: 'text' }`, by a renderer. */
  const text: string;
  export default text;
}
declare module '*.svg' {
  /** Imported `with { type: 'text' }`. */
  const text: string;
  export default text;
}
