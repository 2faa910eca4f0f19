import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from './random.js';

/*
 * Random macros and conditions through M2-Planet -E and gcc -E: the same tokens?
 *
 *   tsx preprocessor.ts --compiler M2-Planet [--seed N] [--count N]
 *
 * Prints each seed that differs, then `N files, N differ`; exit 1 if one did.
 */

const NAMES = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const;
const PARAMETERS = ['p', 'q', 'x'] as const;

/** A file of definitions, conditions and uses. */
class Generator {
  readonly #random: Random;
  /** Macros that take arguments, with how many. The others take none. */
  readonly #arity = new Map<string, number>();

  constructor(seed: number) {
    this.#random = new Random(seed);
    for (const name of NAMES) if (this.#random.once(2)) this.#arity.set(name, this.#random.below(4));
  }

  file(): string {
    return `${Array.from({ length: 14 }, () => this.#part()).join('\n')}\n`;
  }

  #part(): string {
    const choice = this.#random.below(20);
    if (choice < 13) return this.#definition();
    if (choice < 15) return this.#conditional();
    return `${this.#use(2)} ; ${this.#use(2)}`;
  }

  #definition(): string {
    const name = this.#random.pick(NAMES);
    const parameters = PARAMETERS.slice(0, this.#arity.get(name) ?? 0);
    const list = this.#arity.has(name) ? `(${parameters.join(', ')})` : '';
    const words = Array.from({ length: this.#random.below(6) }, () => this.#word(parameters));
    return `#undef ${name}\n#define ${name}${list} ${words.join(' ')}`;
  }

  #word(parameters: readonly string[]): string {
    const choice = this.#random.below(10);
    if (choice < 3 && parameters.length > 0) return this.#random.pick(parameters);
    if (choice < 6) return this.#use(2);
    return this.#random.pick(['1', 'x', '+', 'y', '<', '(', ')', '"(s"', '->', '=']);
  }

  #conditional(): string {
    const name = this.#random.pick(NAMES);
    const test = `1 + ${this.#random.below(4)} * 2 > 4 || 0 && ${this.#random.below(9)} / 0`;
    const parts = ['elif', 'else', 'then'].map((word) => `${word} ${this.#use(2)}`);
    return `#if defined(${name}) && !defined A\n${parts[2]}\n#elif ${test}\n${parts[0]}\n#else\n${parts[1]}\n#endif`;
  }

  #use(depth: number): string {
    const name = this.#random.pick(NAMES);
    const arity = this.#arity.get(name);
    if (arity === undefined || this.#random.once(5)) return name;
    return `${name}(${Array.from({ length: arity }, () => this.#argument(depth)).join(', ')})`;
  }

  #argument(depth: number): string {
    if (depth === 0 || this.#random.once(2)) return this.#random.pick(['1', 'q', '', '(1, 2)', 'x y']);
    return this.#use(depth - 1);
  }
}

/** The tokens of preprocessed text; notes about places are comments. */
function tokens(text: string): string {
  return (text.replace(/\/\/.*/g, '').match(/\w+|"[^"]*"|->|[^\s\w]/g) ?? []).join(' ');
}

/** What a preprocessor made of a file, or null if it refused it. */
function preprocess(program: string, args: readonly string[]): string | null {
  const result = spawnSync(program, args, { encoding: 'latin1', timeout: 10_000, maxBuffer: 1 << 26 });
  if (result.error !== undefined) throw result.error;
  return result.status === 0 ? tokens(result.stdout) : null;
}

const { values } = parseArgs({
  options: {
    compiler: { type: 'string', default: 'M2-Planet' },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '1000' },
  },
});
const directory = mkdtempSync(join(tmpdir(), 'm2-planet-fuzz-'));
const file = join(directory, 'main.c');
const first = Number(values.seed);
let different = 0;
for (let seed = first; seed < first + Number(values.count); seed++) {
  writeFileSync(file, new Generator(seed).file());
  const expected = preprocess('gcc', ['-E', '-P', '-undef', '-w', file]);
  if (preprocess(values.compiler, ['--architecture', 'x86', '-E', file]) === expected) continue;
  different += 1;
  console.log(`seed ${seed} differs`);
}
rmSync(directory, { recursive: true });
console.log(`${values.count} files, ${different} differ`);
process.exitCode = different > 0 ? 1 : 0;
