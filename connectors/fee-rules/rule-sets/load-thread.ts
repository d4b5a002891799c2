/** Runs in a thread of its own: see rule-loader.ts. */
export { loadText as run } from './load-text';
