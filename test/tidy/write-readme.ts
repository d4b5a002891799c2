import { readFileSync, writeFileSync } from 'node:fs';
import { readmeFile, withSettings } from './readme-settings';

void withSettings(readFileSync(readmeFile, 'utf8')).then((readme) => {
  writeFileSync(readmeFile, readme);
});
