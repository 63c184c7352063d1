// Puts the page of API documentation beside the built console, which has to be
// built before: that empties its folder.
import { cpSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const viewer = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const out = join(here, '..', 'dist', 'console', 'docs');

mkdirSync(out, { recursive: true });
for (const name of ['index.html', 'docs.js', 'docs.css']) cpSync(join(here, name), join(out, name));
for (const name of ['swagger-ui-bundle.js', 'swagger-ui.css']) cpSync(join(viewer, name), join(out, name));
cpSync(join(viewer, 'swagger-ui-bundle.js.LICENSE.txt'), join(out, 'swagger-ui-bundle.js.LICENSE.txt'));
cpSync(join(viewer, 'NOTICE'), join(out, 'NOTICE.txt'));
cpSync(join(viewer, 'LICENSE'), join(out, 'LICENSE.txt'));
