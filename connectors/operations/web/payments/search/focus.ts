/** What was pressed goes away by it: the keyboard goes on where the place begins, and nothing scrolls. */
export function focusContent(): void {
  document.getElementById('content')?.focus({ preventScroll: true });
}
