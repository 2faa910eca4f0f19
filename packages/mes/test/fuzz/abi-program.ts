import type { Random } from '../../../m2-planet/test/fuzz/random.js';

/*
 * Random structs, and functions that take and return them, as a program in two units:
 *
 *   types     the declarations, included by both
 *   callee    prints what it was given, and returns something
 *   caller    prints sizes, offsets and images of the structs, then calls
 *
 * Equal output of gcc's build, mescc's, and each mixture means: same layout, same calling convention.
 */

interface Field {
  readonly text: string;
  /** How to reach its scalars, with the printf conversion and the cast for it. */
  readonly leaves: readonly Leaf[];
  /** Has an offset that offsetof can ask for. */
  readonly name: string | null;
}

interface Leaf {
  readonly path: string;
  readonly kind: 'integer' | 'float';
}

interface Struct {
  readonly name: string;
  readonly text: string;
  readonly leaves: readonly Leaf[];
  readonly fields: readonly string[];
}

const INTEGERS = [
  'char',
  'signed char',
  'unsigned char',
  'short',
  'unsigned short',
  'int',
  'unsigned',
  'long',
] as const;
const WIDE = ['long long', 'unsigned long long', 'enum colour', '_Bool'] as const;
const FLOATS = ['float', 'double', 'long double'] as const;
const BITS: Readonly<Record<string, number>> = {
  char: 8,
  'unsigned char': 8,
  short: 16,
  'unsigned short': 16,
  int: 32,
  unsigned: 32,
  'long long': 64,
  'unsigned long long': 64,
  'enum colour': 32,
  _Bool: 1,
};

export class AbiProgram {
  readonly #random: Random;
  readonly #structs: Struct[] = [];

  constructor(random: Random) {
    this.#random = random;
    for (let i = 0; i < 5; i++) this.#structs.push(this.#struct(`s${i}`));
  }

  #struct(name: string): Struct {
    const keyword = this.#random.once(6) ? 'union' : 'struct';
    const fields = Array.from({ length: 1 + this.#random.below(7) }, (_, i) => this.#field(`f${i}`));
    const pack = this.#random.once(5) ? this.#random.pick([1, 2, 4]) : 0;
    const attribute = this.#random.once(6) ? this.#random.pick(['packed', 'aligned(8)', 'aligned(16)']) : '';
    const body = `${keyword} ${name}_ {\n${fields.map(({ text }) => `\t${text}\n`).join('')}}${
      attribute && ` __attribute__((${attribute}))`
    };\ntypedef ${keyword} ${name}_ ${name};\n`;
    return {
      name,
      text: pack === 0 ? body : `#pragma pack(push, ${pack})\n${body}#pragma pack(pop)\n`,
      // members of a union share their bytes: one is enough to carry a value
      leaves:
        keyword === 'union' ? fields.flatMap(({ leaves }) => leaves).slice(0, 1) : fields.flatMap((f) => f.leaves),
      fields: fields.flatMap((field) => field.name ?? []),
    };
  }

  #field(name: string): Field {
    const random = this.#random;
    const inner = random.once(5) ? this.#structs[random.below(this.#structs.length + 1)] : undefined;
    if (inner !== undefined) return { text: `${inner.name} ${name};`, leaves: within(name, inner.leaves), name };
    if (random.once(3)) return this.#bitField(name);
    const float = random.once(5);
    const type = float ? random.pick(FLOATS) : random.pick([...INTEGERS, ...WIDE]);
    const kind = float ? 'float' : 'integer';
    const aligned = random.once(12) ? ` __attribute__((aligned(${random.pick([2, 4, 8])})))` : '';
    if (random.once(5)) {
      const length = 1 + random.below(3);
      const leaves = Array.from({ length }, (_, i) => ({ path: `${name}[${i}]`, kind }) as const);
      return { text: `${type} ${name}[${length}]${aligned};`, leaves, name };
    }
    return { text: `${type} ${name}${aligned};`, leaves: [{ path: name, kind }], name };
  }

  #bitField(name: string): Field {
    const type = this.#random.pick(Object.keys(BITS));
    const width = 1 + this.#random.below(BITS[type]!);
    if (this.#random.once(10))
      return { text: `${type} : ${this.#random.once(2) ? 0 : width};`, leaves: [], name: null };
    return { text: `${type} ${name} : ${width};`, leaves: [{ path: name, kind: 'integer' }], name: null };
  }

  types(): string {
    const helpers = [
      'int printf(const char *, ...);\n',
      'void *memset(void *, int, unsigned);\n',
      'enum colour { RED, GREEN, BLUE, MANY = 1000000 };\n',
    ];
    return helpers.join('') + this.#structs.map(({ text }) => text).join('');
  }

  callee(): string {
    return this.#structs.map((struct, i) => this.#calleeOf(struct, this.#partner(i))).join('');
  }

  caller(): string {
    const dump = 'static void dump(unsigned char *p, int n) { while (n--) printf("%02x", *p++); printf("\\n"); }\n';
    const prototypes = this.#structs.map((struct, i) => `${this.#signature(struct, this.#partner(i))};\n`).join('');
    const body = this.#structs.map((struct, i) => this.#uses(struct, this.#partner(i))).join('');
    return `${prototypes}${dump}int main(void)\n{\n${body}\treturn 0;\n}\n`;
  }

  #partner(i: number): Struct {
    return this.#structs[(i * 3 + 1) % this.#structs.length]!;
  }

  #signature(struct: Struct, other: Struct): string {
    return `${struct.name} f_${struct.name}(char c, ${struct.name} a, long long w, double d, ${other.name} b, float f, short s)`;
  }

  #calleeOf(struct: Struct, other: Struct): string {
    const scalars = '\tprintf("%d %lld %g %g %d\\n", c, w, d, f, s);\n';
    return `${this.#signature(struct, other)}\n{\n${scalars}${prints('a', struct)}${prints('b', other)}${assigns(
      'a',
      struct,
      7,
    )}\treturn a;\n}\n`;
  }

  #uses(struct: Struct, other: Struct): string {
    const offsets = struct.fields.map(
      (field) => `\t\tprintf("%d ", (int)(unsigned long)&((${struct.name} *)0)->${field});\n`,
    );
    const images = struct.leaves.map(
      (leaf, i) =>
        `\t\tmemset(&a, 0, sizeof a);\n\t\t${assign('a', leaf, i)}\t\tdump((unsigned char *)&a, sizeof a);\n`,
    );
    return [
      `\t{\n\t\t${struct.name} a, r;\n\t\t${other.name} b;\n`,
      `\t\tprintf("${struct.name} %d %d: ", (int)sizeof a, (int)__alignof__(${struct.name}));\n`,
      ...offsets,
      '\t\tprintf("\\n");\n',
      ...images,
      assigns('a', struct, 1),
      assigns('b', other, 2),
      `\t\tr = f_${struct.name}(-5, a, -123456789012LL, 2.5, b, 0.75f, -300);\n`,
      prints('r', struct),
      prints('a', struct),
      '\t}\n',
    ].join('');
  }
}

function within(name: string, leaves: readonly Leaf[]): Leaf[] {
  return leaves.map(({ path, kind }) => ({ path: `${name}.${path}`, kind }));
}

function prints(variable: string, { leaves }: Struct): string {
  return leaves
    .map(({ path, kind }) =>
      kind === 'float'
        ? `\tprintf("%Lg\\n", (long double)${variable}.${path});\n`
        : `\tprintf("%lld\\n", (long long)${variable}.${path});\n`,
    )
    .join('');
}

function assign(variable: string, { path, kind }: Leaf, salt: number): string {
  const value = kind === 'float' ? `${salt}.5` : `${0x5a17 * (salt + 1) * (salt % 2 === 0 ? 1 : -1)}LL`;
  return `${variable}.${path} = ${value};\n`;
}

function assigns(variable: string, { leaves }: Struct, salt: number): string {
  return leaves.map((leaf, i) => `\t${assign(variable, leaf, salt + i)}`).join('');
}
