import { openApiDocument, type OpenApiDocument } from './openapi';

export const unsafeWarning =
  'UNSAFE DEVELOPMENT MODE: no tokens are checked, everybody may act for every tenant. ' +
  'Never run like this where money is real.';

/** The document as it is true for a process that checks no tokens. */
export function unsafeDocument(): OpenApiDocument {
  const { info, components } = openApiDocument();
  const description = `# ${unsafeWarning}\n\n${info.description}`.replaceAll(
    '"Authorization: Bearer $TOKEN"',
    '"Platform-TenantId: lion"',
  );
  const name = 'Platform-TenantId';
  const tenant = { type: 'apiKey', in: 'header', name, description: unsafeWarning };
  return {
    ...openApiDocument(),
    info: { ...info, description },
    security: [{ tenant: [] }],
    components: { ...components, securitySchemes: { tenant } },
  };
}
