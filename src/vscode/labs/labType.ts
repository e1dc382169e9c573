/** The type of notebook that a lab opens as, in package.json too. */
export const labType = 'wirebench.lab';
