import { makePageTypes } from './page-types';

const failed = makePageTypes();
if (failed.length > 0) throw new Error(`not written: ${failed.join(', ')}`);
