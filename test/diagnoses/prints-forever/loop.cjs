// expect: prints-forever
// check: run
const again = () => { console.log('waiting for the server'); setImmediate(again); };
again();
