/** The project's folder, absolute. */
export const root: string;
/** Where the test editors are kept. */
export const cache: string;
