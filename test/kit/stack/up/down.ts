/** `make down`: stops what `make up` has left running. */
import { requestStop } from './state';

void requestStop().then((wasUp) => {
  process.stdout.write(wasUp ? 'Everything is stopped.\n' : 'Nothing was running.\n');
});
