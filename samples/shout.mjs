// A behaviour of your own: start a server with the behaviour "script" and this file. The file is loaded again when you save it.

/** @type {import('../media/behaviour').Handlers['onReceived']} */
export function onReceived(c, bytes, text) {
  return text.toUpperCase();
}
