import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { elementTemplateFiles, elementTemplatesFolder } from '../kit/bpmn/element-templates';

rmSync(elementTemplatesFolder, { recursive: true, force: true });
mkdirSync(elementTemplatesFolder, { recursive: true });
for (const [name, content] of elementTemplateFiles()) {
  writeFileSync(join(elementTemplatesFolder, name), content);
}
