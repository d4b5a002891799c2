/** The little that the tests use of the bpmn.io tools, which come without types. */
declare module '@bpmn-io/element-templates-validator' {
  export function validateZeebe(template: unknown): {
    readonly valid: boolean;
    readonly errors: readonly object[] | null;
  };
}
