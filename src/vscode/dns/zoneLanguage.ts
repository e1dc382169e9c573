/** The language of zone files, as package.json has it. */
export const zoneLanguage = 'wirebench-zone';
