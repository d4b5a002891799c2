/** What a worker says to the engine of a job that has not failed: its request is on its way, and the answer comes by message. */
export const waitsForAnswer = 'Waits for the answer';
