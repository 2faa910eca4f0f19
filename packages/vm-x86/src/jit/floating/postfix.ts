import { CodeWriter, Op } from '../../wasm/index.js';
import { Cell } from '../cells.js';

/** Parameters of every function, its 64-bit locals, and the others: numbered in this order. */
const PARAMETERS = ['number', 'operand'];
const LONG = ['a', 'b', 'lost', 'unit', 't', 'u', 'v'];
const WORDS = ['head', 'headB', 'exponent', 'shift', 'sign', 'signB', 'mode', 'raised', 'up', 'to', 'from', 'word'];
const LOCALS = new Map([...PARAMETERS, ...LONG, ...WORDS].map((name, n) => [name, n]));

export const LONG_LOCALS = LONG.length;
export const WORD_LOCALS = WORDS.length;

/** Bytes of the words that are the same wherever they stand: the functions say the same few over and over. */
const encodings = new Map<string, Uint8Array>();

const INTEGER = /^-?(0x[0-9a-f]+|\d+)L?$/;

/**
 * Writes functions from text in postfix notation, word by word:
 *
 *     12  0x7fffL   a constant; of 64 bits with an L
 *     a  =a  :a     the value of a local; sets it; sets it and leaves the value
 *     @top  !top    loads a cell; stores to it
 *     i64Add ..     an instruction; `i64Load+8` one with an offset
 *     if else end   as in WebAssembly, without results
 *     slow?         leaves the function for the slow way if the value is not 0
 */
export class PostfixWriter extends CodeWriter {
  private slow = 0;

  /** A function: when it does not return, or goes the slow way, it calls `slow` with its own parameters. */
  function(text: string, slow: number): void {
    this.slow = this.open(Op.block);
    this.write(text);
    this.close();
    this.write('number operand');
    this.returnCall(slow);
  }

  private write(text: string): void {
    for (const word of text.split(/\s+/)) if (word !== '') this.word(word);
  }

  private word(word: string): void {
    if (word === 'slow?') this.branch(Op.brIf, this.slow);
    else if (word === 'if') this.open(Op.if);
    else if (word === 'end') this.close();
    else {
      const known = encodings.get(word);
      if (known !== undefined) this.append(known);
      else {
        const start = this.length;
        this.encode(word);
        encodings.set(word, this.bytes.slice(start, this.length));
      }
    }
  }

  private encode(word: string): void {
    const [opcode, offset] = word.split('+') as [string, string?];
    if (LOCALS.has(word)) this.get(LOCALS.get(word)!);
    else if (INTEGER.test(word)) this.number(word);
    else if (word.startsWith('=')) this.set(local(word));
    else if (word.startsWith(':')) this.tee(local(word));
    else if (word.startsWith('@')) this.loadAt(cell(word));
    else if (word.startsWith('!')) this.storeTo(cell(word));
    else if (opcode in Op) this.instruction(opcode as keyof typeof Op, offset);
    else throw new Error(`${word} is no word of the postfix notation`);
  }

  private number(word: string): void {
    if (word.endsWith('L')) this.constantLong(BigInt(word.slice(0, -1)));
    else this.constant(Number(word));
  }

  private storeTo(address: number): void {
    this.write('=word 0 word');
    this.access(Op.i32Store, address);
  }

  private instruction(name: keyof typeof Op, offset: string | undefined): void {
    if (/Load|Store/.test(name)) this.access(Op[name], Number(offset ?? 0));
    else this.op(Op[name]);
  }
}

function local(word: string): number {
  const number = LOCALS.get(word.slice(1));
  if (number === undefined) throw new Error(`there is no local ${word.slice(1)}`);
  return number;
}

function cell(word: string): number {
  const address = Cell[word.slice(1) as keyof typeof Cell];
  if (address === undefined) throw new Error(`there is no cell ${word.slice(1)}`);
  return address;
}
