import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Paints text when the stream shows colours: a terminal, unless NO_COLOR or a dumb TERM says otherwise. */
export function painter(stream: NodeJS.WritableStream): (format: Format, text: string) => string {
  const terminal = stream as Partial<WriteStream>;
  const colours = terminal.isTTY === true && terminal.hasColors?.() === true;
  // The stream was looked at here; later Nodes would look at standard output instead.
  return (format, text) => (colours ? styleText(format, text, { validateStream: false }) : text);
}
