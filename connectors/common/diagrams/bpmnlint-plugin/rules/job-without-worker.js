require('tsx/cjs');

module.exports = require('../../lint-rule.ts').lintRule('job-without-worker');
