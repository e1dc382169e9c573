declare module '*.css';
declare module '*.svg' {
  /** Imported `with { type: 'text' }`. */
  const text: string;
  export default text;
}
