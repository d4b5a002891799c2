import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { chartFiles } from '../kit/chart/files';
import { errorsFile, withErrors } from './errors-page';
import {
  eventExamplesFile,
  eventExamplesText,
  eventSchemaFile,
  eventSchemaText,
} from './payment-events-page';
import { jobsFile, withJobs } from './jobs-page';
import { retriesFile, withSteps } from './retries-page';
import { publishedSchemas } from './schemas';
import { settingsFile, withSettings } from './settings-page';
import { storiesFile } from '../kit/parts/told-stories';
import { withStories } from './stories-page';

writeFileSync(eventSchemaFile, eventSchemaText());
writeFileSync(eventExamplesFile, eventExamplesText());
writeFileSync(retriesFile, withSteps(readFileSync(retriesFile, 'utf8')));
writeFileSync(errorsFile, withErrors(readFileSync(errorsFile, 'utf8')));
writeFileSync(storiesFile, withStories(readFileSync(storiesFile, 'utf8')));
for (const [path, content] of publishedSchemas()) writeFileSync(path, content);
for (const [path, content] of chartFiles()) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
void withJobs(readFileSync(jobsFile, 'utf8')).then((page) => {
  writeFileSync(jobsFile, page);
});
void withSettings(readFileSync(settingsFile, 'utf8')).then((page) => {
  writeFileSync(settingsFile, page);
});
