// Tests are ES modules, as the code that they test. Where Node can `require` those, mocha does, and what is then loaded by `import()`
// would be there twice, with classes of its own.
module.exports = process.features.require_module
  ? { 'node-option': ['import=tsx', 'no-experimental-require-module'] }
  : {};
