require('tsx/cjs');

module.exports = require('../../lint-rule.ts').lintRule('code-in-diagram');
