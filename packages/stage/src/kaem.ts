import { StageError } from './errors.js';

/** One command of a script: its words, and the line (from 1) on which the first of them stands. */
export interface Command {
  readonly line: number;
  readonly words: readonly string[];
}

/** The longest word that kaem-minimal holds, in bytes, and the most words of one command, the program included. */
const LONGEST_WORD = 4095;
const MOST_WORDS = 255;

/**
 * Reads a script as kaem-minimal does, so that one list of steps serves the machine and a bare kernel alike.
 *
 *     script  = { command newline } ;
 *     command = { word } ;                separated by spaces and tabs
 *     "..."     goes into the current word and ends it; newlines inside are text, there are no escapes
 *     \c        drops c and ends the word; before a newline it continues the command on the next line
 *     # ...     a comment to the end of the line, which also ends word and command
 *
 * Words of a last line without a newline are lost. Throws `BAD_SCRIPT` when the end of the file comes inside quotes or
 * a comment, and for a word or a command that is longer than kaem-minimal can hold.
 */
export function parseScript(source: string): Command[] {
  const commands: Command[] = [];
  let words: string[] = [];
  let word = '';
  let line = 1;
  let firstLine = 1;

  const fail = (what: string): never => {
    throw new StageError('BAD_SCRIPT', `line ${line}: ${what}`);
  };
  const endWord = () => {
    if (word === '') return;
    if (words.length === 0) firstLine = line;
    const { length } = new TextEncoder().encode(word);
    if (length > LONGEST_WORD) fail(`a word of ${length} bytes; kaem-minimal holds ${LONGEST_WORD}`);
    words.push(word);
    word = '';
  };
  const endCommand = () => {
    endWord();
    if (words.length > MOST_WORDS) fail(`a command of ${words.length} words; kaem-minimal holds ${MOST_WORDS}`);
    if (words.length > 0) commands.push({ line: firstLine, words });
    words = [];
  };
  const find = (mark: string, from: number, what: string): number => {
    const end = source.indexOf(mark, from);
    return end < 0 ? fail(`the script ends inside ${what}`) : end;
  };

  for (let i = 0; i < source.length; i++) {
    const c = source[i]!;
    if (c === '"') {
      const end = find('"', i + 1, 'quotes');
      const text = source.slice(i + 1, end);
      word += text;
      endWord();
      line += text.split('\n').length - 1;
      i = end;
    } else if (c === '#') {
      i = find('\n', i, 'a comment');
      endCommand();
      line++;
    } else if (c === '\\') {
      endWord();
      if (source[++i] === '\n') line++;
    } else if (c === '\n') {
      endCommand();
      line++;
    } else if (c === ' ' || c === '\t') endWord();
    else word += c;
  }
  return commands;
}
