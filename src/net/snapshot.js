export const maxConnectionsShown = 200;
