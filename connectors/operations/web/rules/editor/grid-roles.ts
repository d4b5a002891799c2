/** The library draws its sheet of nameless boxes: here they are told to be a grid, its rows and its cells. */
import { useLayoutEffect, type RefObject } from 'react';

export function useGridRoles(
  box: RefObject<HTMLElement | null>,
  label: string,
  rowCount: number,
  columnCount: number,
): void {
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return;
    const tell = () => {
      tellRoles(current, label, rowCount, columnCount);
    };
    tell();
    // Rows come and go as somebody scrolls.
    const observer = new MutationObserver(tell);
    observer.observe(current, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
    };
  }, [box, label, rowCount, columnCount]);
}

function tellRoles(box: HTMLElement, label: string, rowCount: number, columnCount: number): void {
  const grid = box.querySelector('.dsg-container');
  if (grid === null) return;
  set(grid, {
    role: 'grid',
    'aria-label': label,
    'aria-rowcount': String(rowCount + 1),
    'aria-colcount': String(columnCount),
  });
  for (const row of grid.querySelectorAll('.dsg-row')) {
    const isHeader = row.classList.contains('dsg-row-header');
    const [gutter, ...cells] = row.querySelectorAll(':scope > .dsg-cell');
    const index = isHeader ? '1' : (gutter?.textContent ?? '');
    set(row, { role: 'row', 'aria-rowindex': index });
    if (gutter !== undefined) set(gutter, { role: isHeader ? 'presentation' : 'rowheader' });
    for (const [at, cell] of cells.entries()) {
      const role = isHeader ? 'columnheader' : 'gridcell';
      set(cell, { role, 'aria-colindex': String(at + 1) });
    }
  }
}

/** Only what is not so already: each change would be told to the observer's owner as one more. */
function set(element: Element, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}
