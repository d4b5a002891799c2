/** The little that is used of bpmn.io's reader and writer, which come without types. */
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
    readonly incoming?: readonly ModdleElement[];
    readonly outgoing?: readonly ModdleElement[];
    readonly sourceRef?: ModdleElement;
    readonly targetRef?: ModdleElement;
    readonly attachedToRef?: ModdleElement;
    readonly eventDefinitions?: readonly ModdleElement[];
    readonly $parent?: ModdleElement;
    /** Attributes that the model does not know. */
    readonly $attrs?: Readonly<Record<string, string>>;
    readonly diagrams?: readonly {
      readonly plane: ModdleElement & { readonly planeElement: readonly Shape[] };
    }[];
    readonly $descriptor: {
      readonly properties: readonly { readonly name: string; readonly isReference?: boolean }[];
    };
    readonly $model: Pick<BpmnModdle, 'create'>;
    get(name: string): unknown;
    set(name: string, value: unknown): void;
  }
  export interface Shape extends ModdleElement {
    readonly bpmnElement: ModdleElement;
  }
  export class BpmnModdle {
    constructor(extensions: object);
    fromXML(
      xml: string,
    ): Promise<{ rootElement: ModdleElement; warnings: readonly { message: string }[] }>;
    toXML(element: ModdleElement, options: { readonly format: boolean }): Promise<{ xml: string }>;
    create(type: string, properties: object): ModdleElement;
  }
}
