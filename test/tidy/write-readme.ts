import { readFileSync, writeFileSync } from 'node:fs';
import { errorsFile, withErrors } from './readme-errors';
import { readmeFile, withSettings } from './readme-settings';

writeFileSync(errorsFile, withErrors(readFileSync(errorsFile, 'utf8')));
void withSettings(readFileSync(readmeFile, 'utf8')).then((readme) => {
  writeFileSync(readmeFile, readme);
});
