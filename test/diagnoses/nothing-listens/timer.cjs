// expect: nothing-listens
// check: echo
setInterval(() => undefined, 1000);
