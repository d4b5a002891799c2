/** Runs in a thread of its own: see rule-loader.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadText, type LoadRequest } from './load-text';

parentPort?.postMessage(loadText(workerData as LoadRequest));
