import { Interpreter } from '../../src/interpret/index.js';
import { Translator, type TranslatorOptions } from '../../src/jit/index.js';
import { differences } from '../support/ends.js';
import { execute } from './engines.js';
import { generate } from './generate.js';

/** Instructions after which a program that does not end is cut off. */
const LIMIT = 400_000;
const KINDS = ['any', 'wild', 'defined'] as const;

/** How much is interpreted before it is translated: nothing, or the first turns of a loop. */
const WAYS: readonly Omit<TranslatorOptions, 'interpreter'>[] = [
  { warmUp: 0, hot: 1 },
  { warmUp: 300, hot: 3 },
  { warmUp: 0, hot: 1, precise: true },
];

/**
 * Runs the program of a seed in the interpreter and the translator, to its end and to an instruction in the middle. Returns
 * what differs, in words; '' when nothing does.
 */
export function compareProgram(seed: number, floating = false): string {
  const kind = floating ? 'floating' : KINDS[seed % KINDS.length]!;
  const program = generate(seed, kind);
  const interpreter = new Interpreter();
  const whole = execute(interpreter, program, LIMIT);
  const middle = 1 + ((seed * 7919) % Math.max(1, whole.cpu.instructions - 1));
  const part = execute(interpreter, program, middle);
  const found: string[] = [];
  for (const way of WAYS) {
    const engine = new Translator({ interpreter: new Interpreter(), ...way });
    // What is dead may be wrong where a fault ends the program, unless a handler could look.
    const flags = way.precise === true || (kind !== 'wild' && kind !== 'floating');
    const what = `seed ${seed} (${kind}), ${JSON.stringify(way)}`;
    const atEnd = differences(execute(engine, program, LIMIT), whole, flags);
    if (atEnd !== '') found.push(`${what}: ${atEnd}`);
    const inside = differences(execute(engine, program, middle), part, way.precise === true);
    if (inside !== '') found.push(`${what}, limit ${middle}: ${inside}`);
  }
  return found.join('\n');
}
