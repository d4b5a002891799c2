/** The little that is used of bpmn.io's reader, which comes without types. */
declare module 'bpmn-moddle' {
  export interface ModdleElement {
    readonly $type: string;
    readonly id: string;
    readonly name?: string;
    readonly type?: string;
    readonly retries?: string;
    readonly correlationKey?: string;
    readonly source?: string;
    readonly target?: string;
    readonly rootElements?: readonly ModdleElement[];
    readonly flowElements?: readonly ModdleElement[];
    readonly extensionElements?: { readonly values?: readonly ModdleElement[] };
    readonly outgoing?: readonly ModdleElement[];
    readonly sourceRef?: ModdleElement;
    readonly targetRef?: ModdleElement;
    readonly attachedToRef?: ModdleElement;
    readonly eventDefinitions?: readonly ModdleElement[];
    readonly $parent?: ModdleElement;
    readonly diagrams?: readonly { readonly plane: { readonly planeElement: readonly Shape[] } }[];
    get(name: string): unknown;
  }
  export interface Shape {
    readonly bpmnElement: ModdleElement;
  }
  export class BpmnModdle {
    constructor(extensions: object);
    fromXML(
      xml: string,
    ): Promise<{ rootElement: ModdleElement; warnings: readonly { message: string }[] }>;
  }
}
