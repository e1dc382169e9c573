// A behaviour of your own: start a server with the behaviour "script" and this file. Save it, and it is loaded again.

/** @type {import('../media/behaviour').Handlers['onReceived']} */
export function onReceived(c, bytes, text) {
  return text.toUpperCase();
}
