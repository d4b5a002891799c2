/** Text for a terminal: colours where somebody looks at it, plain text where it goes to a file. */
export interface Paper {
  line(text?: string): void;
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  red(text: string): string;
  blue(text: string): string;
}

export function createPaper(output: NodeJS.WriteStream): Paper {
  const isColourful = output.isTTY && process.env['NO_COLOR'] === undefined;
  const style = (code: number, off: number) => (text: string) =>
    isColourful ? `\u001b[${code}m${text}\u001b[${off}m` : text;
  return {
    line: (text = '') => {
      output.write(`${text}\n`);
    },
    bold: style(1, 22),
    dim: style(2, 22),
    green: style(32, 39),
    red: style(31, 39),
    blue: style(36, 39),
  };
}

/** Breaks a text at spaces. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
