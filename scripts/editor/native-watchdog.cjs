// A stand-in for the native watchdog, which ends an extension host whose server is gone. The runner ends both.
'use strict';
exports.start = () => {};
