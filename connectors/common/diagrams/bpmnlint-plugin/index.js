/** bpmnlint loads rules as JavaScript, by their paths; the rules themselves are those of `hub deploy`. */
const rules = ['job-without-worker', 'lost-error', 'lost-message', 'code-in-diagram'];

module.exports = {
  configs: { recommended: { rules: Object.fromEntries(rules.map((name) => [name, 'error'])) } },
  rules: Object.fromEntries(rules.map((name) => [name, `./rules/${name}.js`])),
};
