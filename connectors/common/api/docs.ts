import express, { Router } from 'express';
// Not the package itself, which loads all of the page's code into our memory.
import absolutePath from 'swagger-ui-dist/absolute-path';
import { stringify } from 'yaml';

/**
 * /openapi.json, /openapi.yaml, and a page to read them at /docs: all served from here. A `warning` stands
 * in red above the page.
 */
export function docsRouter(
  document: { readonly info: { readonly title: string } },
  warning?: string,
): Router {
  const yaml = stringify(document);
  const router = Router();
  router.get('/openapi.json', (_request, response) => {
    response.json(document);
  });
  router.get('/openapi.yaml', (_request, response) => {
    response.type('application/yaml').send(yaml);
  });
  // Relative links in the page need the slash.
  router.get('/docs', (request, response, next) => {
    if (request.path.endsWith('/')) next();
    else response.redirect(308, 'docs/');
  });
  router.get('/docs/', (_request, response) => {
    response.type('html').send(page(document.info.title, warning));
  });
  router.get('/docs/start.js', (_request, response) => {
    response.type('js').send(startScript);
  });
  const assets = express.static(absolutePath(), { index: false, fallthrough: false });
  const served = /^\/(swagger-ui\.css|swagger-ui-bundle\.js|favicon-32x32\.png)$/;
  router.use('/docs', (request, response, next) => {
    if (served.test(request.path)) assets(request, response, next);
    else next();
  });
  return router;
}

function page(title: string, warning: string | undefined): string {
  const banner = '<p role="alert" style="background:#b00020;color:#fff;padding:1em;margin:0">';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="favicon-32x32.png">
<link rel="stylesheet" href="swagger-ui.css">
</head>
<body style="margin:0">
${warning === undefined ? '' : `${banner}${warning}</p>`}
<div id="page"></div>
<script src="swagger-ui-bundle.js"></script>
<script src="start.js"></script>
</body>
</html>
`;
}

// A file of its own, because the content security policy allows no script inside the page.
const startScript = `SwaggerUIBundle({
  url: '../openapi.json',
  dom_id: '#page',
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
});
`;
