/** The language id of zone files in package.json. */
export const zoneLanguage = 'wirebench-zone';
