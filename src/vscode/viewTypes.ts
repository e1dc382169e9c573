/** The types of the tabs that are made when they are needed, as package.json names them where they come back. */
export const responseViewType = 'wirebench.response';
export const namesViewType = 'wirebench.names';
