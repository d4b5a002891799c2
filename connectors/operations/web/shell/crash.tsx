import { Component, type ReactNode } from 'react';

interface CrashProps {
  readonly children: ReactNode;
  readonly fallback: (error: Error) => ReactNode;
}

/** A view that throws takes no other with it. React knows no other way than a class. */
export class Crash extends Component<CrashProps, { readonly error: Error | undefined }> {
  override state: { readonly error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === undefined ? this.props.children : this.props.fallback(error);
  }
}
