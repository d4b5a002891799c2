/** What is shown at one element of a diagram, or at one of its flows. */
export interface ElementMark {
  readonly elementId: string;
  /** Classes of what is drawn: `hub-…`, in a style sheet of its view. */
  readonly markers: readonly string[];
  /** For that sheet, as `--share`. */
  readonly share?: string;
  readonly badge?: {
    readonly text: string;
    readonly look: string;
    /** On the corner, and as large however small the diagram is drawn. Default: at the foot, and it shrinks too. */
    readonly isCounter?: boolean;
  };
}
