// A stand-in for @vscode/deviceid, which would write an identifier below the home folder.
'use strict';
exports.getDeviceId = async () => 'wirebench';
