import { type Instruction, OperandKind } from '../../isa/instruction.js';
import type { ModuleWriter } from '../../wasm/index.js';
import { OPERATIONS, ROOT } from './arithmetic.js';
import { comparisons } from './compare.js';
import { CONTROLS } from './control.js';
import { loadInteger, loadReal, REALS } from './operands.js';
import { BEGIN, END, expectNumber, load, POP, REGISTER, ROUND, ROUND_OR_ZERO, STORE, TOP } from './parts.js';
import { LONG_LOCALS, PostfixWriter, WORD_LOCALS } from './postfix.js';
import { transfers } from './transfer.js';

/** An operation into the register `to`, with another operand in `b` and `headB`. */
const into = (to: string, other: string, operation: string, pop = ''): string => `
  ${BEGIN}
  ${other} ${expectNumber('b', 'headB')}
  ${to} =to ${load('to', 'a', 'head')} ${expectNumber('a', 'head')}
  ${operation} ${ROUND_OR_ZERO} ${STORE} ${pop} ${END}`;

const fromRegister = (from: string): string => `${from} =from ${load('from', 'b', 'headB')}`;

/** All forms of an operation. Those on integers have an i in their names. */
function forms(mnemonic: string, operation: string): [string, string][] {
  const sti = `operand ${REGISTER}`;
  const integer = `fi${mnemonic.slice(1)}`;
  return [
    [`${mnemonic} st,sti`, into(TOP, fromRegister(sti), operation)],
    [`${mnemonic} sti,st`, into(sti, fromRegister(TOP), operation)],
    [`${mnemonic}p sti,st`, into(sti, fromRegister(TOP), operation, POP)],
    [`${mnemonic} 4`, into(TOP, loadReal(REALS[4], 'b', 'headB'), operation)],
    [`${mnemonic} 8`, into(TOP, loadReal(REALS[8], 'b', 'headB'), operation)],
    [`${integer} 2`, into(TOP, loadInteger(2, 'b', 'headB'), operation)],
    [`${integer} 4`, into(TOP, loadInteger(4, 'b', 'headB'), operation)],
  ];
}

const SQUARE_ROOT = `
  ${BEGIN} ${TOP} =to ${load('to', 'a', 'head')} ${expectNumber('a', 'head')}
  ${ROOT} ${ROUND} ${STORE} ${END}`;

let known: ReadonlyMap<string, string> | undefined;

/** The functions by name: mnemonic and operands. Most programs need none of them. */
function functions(): ReadonlyMap<string, string> {
  known ??= new Map([
    ...Object.entries(OPERATIONS).flatMap(([mnemonic, operation]) => forms(mnemonic, operation)),
    ['fsqrt', SQUARE_ROOT] as const,
    ...Object.entries({ ...transfers(), ...comparisons(), ...CONTROLS }),
  ]);
  return known;
}

const ARITHMETIC = new RegExp(`^(${Object.keys(OPERATIONS).join('|')})p?$`);

/** Moves on a condition: whether it holds is part of their function's operand. */
export function isConditional(mnemonic: string): boolean {
  return mnemonic.startsWith('fcmov');
}

/** Name of the function that executes an instruction; null when there is none. */
export function functionFor({ encoding, op0 }: Instruction): string | null {
  const { mnemonic } = encoding!;
  let name: string = isConditional(mnemonic) ? 'fcmov' : mnemonic;
  if (op0.kind === OperandKind.memory) name += ` ${op0.size}`;
  else if (op0.kind === OperandKind.register) name += ' ax';
  else if (op0.kind === OperandKind.x87) {
    // st(0) with itself is the same either way.
    if (ARITHMETIC.test(mnemonic)) name += op0.register === 0 && !mnemonic.endsWith('p') ? ' st,sti' : ' sti,st';
    else name += ' sti';
  }
  return functions().has(name) ? name : null;
}

/** The register that such a function takes, as an offset. */
export function registerOf({ op0, op1 }: Instruction): number {
  return 16 * (op1.kind === OperandKind.x87 && op0.register === 0 ? op1.register : op0.register);
}

/** Code of the functions as far as they were used, by name and by the function that they hand over to. */
const written = new Map<string, Uint8Array>();

function codeOf(name: string, slow: number): Uint8Array {
  const key = `${name}, else ${slow}`;
  let code = written.get(key);
  if (code === undefined) {
    const writer = new PostfixWriter();
    writer.function(functions().get(name)!, slow);
    code = writer.view().slice();
    written.set(key, code);
  }
  return code;
}

/**
 * The functions for x87 instructions that one module needs. Each takes the number of an instruction (`X87Calls`) and the
 * address of its operand in memory, or the offset of a register (`isConditional`: and the condition); it returns 0 to go on. Where numbers or exceptions
 * are not ordinary it hands over to `slow`, which takes the same.
 */
export class FloatingFunctions {
  private readonly indices = new Map<string, number>();

  constructor(
    /** Index of the first of them in the module. */
    private readonly first: number,
    private readonly slow: number,
  ) {}

  /** Index of the function for an instruction. */
  index(i: Instruction): number {
    const name = functionFor(i);
    if (name === null) return this.slow;
    let index = this.indices.get(name);
    if (index === undefined) {
      index = this.first + this.indices.size;
      this.indices.set(name, index);
    }
    return index;
  }

  /** Adds those that were asked for, behind all others. */
  addTo(module: ModuleWriter): void {
    for (const name of this.indices.keys()) {
      module.function(module.type(2, 1), LONG_LOCALS, WORD_LOCALS, codeOf(name, this.slow));
    }
  }
}
