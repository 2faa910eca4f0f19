import { Random } from './random.js';

/*
 * Random C programs that mean the same to gcc (-m32 -fwrapv -fpack-struct) and to M2-Planet:
 *
 * - every operator is in parentheses, since the precedence of & | ^ and comparisons differs;
 * - operands of && and || are comparisons without effects, since M2-Planet evaluates both sides bit by bit;
 * - pointers are indexed, never added to, except char*;
 * - an expression has no effects, except that a statement may assign, step or call at its top, so the order of
 *   evaluation, which C leaves open, cannot show;
 * - divisors are never 0, shift counts stay below 32, loops are bounded, calls go only to functions further up.
 *
 * A program prints what it computes as it goes, so a difference shows near where it arises.
 */

interface IntegerType {
  readonly name: string;
  readonly size: 1 | 2 | 4;
  readonly signed: boolean;
}

const INT: IntegerType = { name: 'int', size: 4, signed: true };

const TYPES: readonly IntegerType[] = [
  INT,
  INT,
  INT,
  { name: 'unsigned', size: 4, signed: false },
  { name: 'char', size: 1, signed: true },
  { name: 'unsigned char', size: 1, signed: false },
  { name: 'short', size: 2, signed: true },
  { name: 'unsigned short', size: 2, signed: false },
];

/** Something that can be read and assigned to, as C text without effects. */
interface Place {
  readonly text: string;
  readonly type: IntegerType;
  /** Loop counters are only read, so that every loop ends. */
  readonly constant?: boolean;
}

/** An array whose length is a power of two, so that `i & (length - 1)` is always an index. */
interface ArrayPlace {
  readonly text: string;
  readonly type: IntegerType;
  readonly length: number;
}

interface FunctionInfo {
  readonly name: string;
  readonly parameters: readonly IntegerType[];
  /** It neither assigns to globals nor prints: calls may stand anywhere in an expression. */
  readonly pure: boolean;
}

interface Member {
  readonly name: string;
  readonly type: IntegerType;
  /** 0: not an array. */
  readonly length: number;
}

class Generator {
  readonly #random: Random;
  readonly #lines: string[] = [];
  readonly #functions: FunctionInfo[] = [];
  readonly #members: Member[] = [];
  #globals: Place[] = [];
  #globalArrays: ArrayPlace[] = [];
  #places: Place[] = [];
  #arrays: ArrayPlace[] = [];
  #pure = false;
  #names = 0;
  #labels = 0;
  #loops = 0;
  #calls = 0;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  program(): string {
    this.#structure();
    this.#globalVariables();
    this.#lines.push('void show(int n) { printf("%d\\n", n); }');
    const count = 3 + this.#random.below(4);
    for (let i = 0; i < count; i++) this.#function(`f${i}`, this.#random.once(2));
    this.#function('main', false);
    return `${this.#lines.join('\n')}\n`;
  }

  // ---- Declarations ----

  #name(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  #type(): IntegerType {
    return this.#random.pick(TYPES);
  }

  #structure(): void {
    const count = 2 + this.#random.below(5);
    this.#lines.push('struct record', '{');
    for (let i = 0; i < count; i++) {
      const member = { name: `m${i}`, type: this.#type(), length: this.#random.once(4) ? 4 : 0 };
      this.#members.push(member);
      this.#lines.push(`\t${member.type.name} ${member.name}${member.length > 0 ? '[4]' : ''};`);
    }
    this.#lines.push('\tstruct record* next;', '};');
  }

  #globalVariables(): void {
    for (let i = 0; i < 4; i++) {
      const type = this.#type();
      const name = this.#name('g');
      const start = this.#random.once(2) ? ` = ${this.#random.below(100) - 50}` : '';
      this.#lines.push(`${type.name} ${name}${start};`);
      this.#globals.push({ text: name, type });
    }
    for (let i = 0; i < 2; i++) {
      const type = this.#type();
      const name = this.#name('t');
      const start = this.#random.once(2) ? ' = {1, -2, 3}' : '';
      this.#lines.push(`${type.name} ${name}[8]${start};`);
      this.#globalArrays.push({ text: name, type, length: 8 });
    }
    this.#lines.push('struct record whole;', 'struct record list[4];', 'short grid[2][4];');
    this.#globalArrays.push({ text: 'grid[1]', type: { name: 'short', size: 2, signed: true }, length: 4 });
    this.#globals = this.#globals.concat(this.#recordPlaces('whole.'), this.#recordPlaces('list[2].'));
    this.#globalArrays = this.#globalArrays.concat(this.#recordArrays('whole.'));
  }

  #recordPlaces(prefix: string): Place[] {
    return this.#members.filter((m) => m.length === 0).map((m) => ({ text: prefix + m.name, type: m.type }));
  }

  #recordArrays(prefix: string): ArrayPlace[] {
    return this.#members
      .filter((m) => m.length > 0)
      .map((m) => ({ text: prefix + m.name, type: m.type, length: m.length }));
  }

  // ---- Functions ----

  #function(name: string, pure: boolean): void {
    const parameters = name === 'main' ? [] : Array.from({ length: this.#random.below(5) }, () => this.#type());
    const names = parameters.map(() => this.#name('p'));
    this.#pure = pure;
    this.#calls = 0;
    this.#places = parameters.map((type, i) => ({ text: names[i] ?? '', type }));
    this.#arrays = [];
    const list = parameters.map((type, i) => `${type.name} ${names[i]}`).join(', ');
    this.#lines.push(`int ${name}(${list || 'void'})`, '{');
    this.#locals();
    const count = name === 'main' ? 14 : 5 + this.#random.below(6);
    for (let i = 0; i < count; i++) this.#statement('\t', 3);
    if (name === 'main') for (const place of this.#globals) this.#lines.push(`\tshow(${place.text});`);
    this.#lines.push(`\treturn ${name === 'main' ? '0' : this.#expression(2)};`, '}');
    this.#functions.push({ name, parameters, pure });
  }

  #locals(): void {
    const own: Place[] = [];
    for (let i = 0; i < 3; i++) {
      const type = this.#type();
      const name = this.#name('v');
      this.#lines.push(`\t${type.name} ${name} = ${this.#expression(1)};`);
      own.push({ text: name, type });
    }
    this.#places = this.#places.concat(own);
    this.#localArray();
    this.#localPointer();
    this.#localGrid();
    this.#localRecord();
    this.#lines.push('\tint turn = 0;');
    if (!this.#pure) {
      this.#static();
      this.#places = this.#places.concat(this.#globals);
      this.#arrays = this.#arrays.concat(this.#globalArrays);
    }
  }

  #localArray(): void {
    const type = this.#type();
    const name = this.#name('a');
    const i = this.#name('i');
    this.#lines.push(`\t${type.name} ${name}[8];`, `\tint ${i};`);
    this.#lines.push(`\tfor (${i} = 0; ${i} < 8; ${i} = ${i} + 1) ${name}[${i}] = (${i} * 37);`);
    this.#arrays.push({ text: name, type, length: 8 });
  }

  #localPointer(): void {
    const target = this.#arrays[this.#arrays.length - 1];
    if (target === undefined) return;
    const name = this.#name('q');
    this.#lines.push(`\t${target.type.name}* ${name} = ${target.text};`);
    this.#arrays.push({ text: name, type: target.type, length: target.length });
    this.#places.push({ text: `(*${name})`, type: target.type });
  }

  #localGrid(): void {
    const type = this.#type();
    const name = this.#name('w');
    this.#lines.push(`\t${type.name} ${name}[2][4];`, `\tmemset(${name}, 77, sizeof(${name}));`);
    this.#arrays.push({ text: `${name}[1]`, type, length: 4 }, { text: `${name}[0]`, type, length: 4 });
    const scalar = this.#random.pick(this.#places.filter((p) => /^[vp]\d+$/.test(p.text)));
    const first = this.#name('q');
    const second = this.#name('q');
    this.#lines.push(`\t${scalar.type.name}* ${first} = &${scalar.text};`);
    this.#lines.push(`\t${scalar.type.name}** ${second} = &${first};`);
    this.#places.push({ text: `(**${second})`, type: scalar.type });
    this.#arrays.push({ text: `${second}[0]`, type: scalar.type, length: 1 });
  }

  #static(): void {
    const type = this.#type();
    const name = this.#name('c');
    this.#lines.push(`\tstatic ${type.name} ${name} = ${this.#random.below(100)};`);
    this.#places.push({ text: name, type });
  }

  #localRecord(): void {
    const record = this.#name('r');
    const pointer = this.#name('s');
    const other = this.#name('r');
    this.#lines.push(`\tstruct record ${record};`, `\tstruct record ${other};`, `\tstruct record* ${pointer};`);
    this.#lines.push(`\tmemset(&${record}, 3, sizeof(struct record));`, `\t${other} = ${record};`);
    this.#lines.push(`\t${pointer} = &${record};`, `\t${pointer}->next = &${other};`);
    this.#places = this.#places.concat(
      this.#recordPlaces(`${record}.`),
      this.#recordPlaces(`${pointer}->`),
      this.#recordPlaces(`${pointer}->next->`),
    );
    this.#arrays = this.#arrays.concat(this.#recordArrays(`${record}.`), this.#recordArrays(`${pointer}->`));
  }

  // ---- Statements ----

  #statement(indent: string, depth: number): void {
    const choice = this.#random.below(depth > 0 ? 16 : 7);
    if (this.#random.once(10)) this.#chained(indent);
    else if (choice < 3) this.#lines.push(`${indent}${this.#place(true)} = ${this.#expression(3)};`);
    else if (choice < 4) this.#compound(indent);
    else if (choice < 5) this.#lines.push(`${indent}${this.#stepped()};`);
    else if (choice < 6) this.#show(indent);
    else if (choice < 7) this.#callStatement(indent);
    else if (choice < 10) this.#if(indent, depth);
    else if (choice < 13) this.#loop(indent, depth);
    else if (choice < 14) this.#switch(indent, depth);
    else if (choice < 15) this.#block(indent, depth);
    else this.#goto(indent, depth);
  }

  #body(indent: string, depth: number): void {
    this.#lines.push(`${indent}{`);
    const count = 1 + this.#random.below(3);
    for (let i = 0; i < count; i++) this.#statement(`${indent}\t`, depth - 1);
    this.#lines.push(`${indent}}`);
  }

  /** Assignments, steps and compound assignments whose value is used. */
  #chained(indent: string): void {
    const scalars = this.#places.filter((p) => !p.constant && /^[vp]\d+$/.test(p.text));
    const first = this.#random.pick(scalars).text;
    const array = this.#random.pick(this.#arrays);
    const turned = `${array.text}[turn++ & ${array.length - 1}]`;
    const form = this.#random.below(5);
    if (form === 0) this.#lines.push(`${indent}${first} = ${this.#place(true)} = ${this.#expression(2)};`);
    else if (form === 1) this.#lines.push(`${indent}${first} = (${this.#place(true)} ^= ${this.#expression(2)});`);
    else if (form === 2) this.#lines.push(`${indent}${turned} = ${this.#expression(2)};`);
    else if (form === 3) this.#lines.push(`${indent}${turned} += ${this.#expression(2)};`);
    else
      this.#lines.push(
        `${indent}if ((${this.#place(true)} -= ${this.#expression(1)}) < ${this.#literal()}) ${turned}--;`,
      );
  }

  #compound(indent: string): void {
    const operator = this.#random.pick(['+', '-', '*', '&', '|', '^', '<<', '>>', '/', '%']);
    this.#lines.push(`${indent}${this.#place(true)} ${operator}= ${this.#right(operator, 2)};`);
  }

  #stepped(): string {
    const place = this.#place(true);
    const form = this.#random.below(4);
    if (form === 0) return `${place}++`;
    if (form === 1) return `${place}--`;
    return form === 2 ? `++${place}` : `--${place}`;
  }

  #show(indent: string): void {
    if (this.#pure) this.#lines.push(`${indent}${this.#place(true)} = ${this.#expression(2)};`);
    else this.#lines.push(`${indent}show(${this.#random.once(3) ? this.#stepped() : this.#expression(3)});`);
  }

  #callStatement(indent: string): void {
    const callable = this.#functions.filter((f) => f.pure || !this.#pure);
    if (callable.length === 0 || this.#calls > 2 || this.#loops > 1) {
      this.#compound(indent);
      return;
    }
    this.#calls += 1;
    const f = this.#random.pick(callable);
    const call = this.#call(f, 2);
    /* whether the call or the index of an element comes first is open, so the target is a plain variable */
    const target = this.#random.pick(this.#places.filter((p) => /^[vp]\d+$/.test(p.text))).text;
    if (this.#random.once(4)) {
      const pointer = this.#name('h');
      this.#lines.push(`${indent}FUNCTION ${pointer} = ${f.name};`);
      this.#lines.push(`${indent}${target} = ${pointer}${call.slice(f.name.length)};`);
    } else this.#lines.push(`${indent}${target} = ${call};`);
  }

  #if(indent: string, depth: number): void {
    this.#lines.push(`${indent}if (${this.#condition(2)})`);
    this.#body(indent, depth);
    if (this.#random.once(2)) {
      this.#lines.push(`${indent}else`);
      this.#body(indent, depth);
    }
  }

  #loop(indent: string, depth: number): void {
    const counter = this.#name('n');
    const limit = 1 + this.#random.below(6);
    const form = this.#random.below(3);
    const before = this.#places;
    this.#lines.push(`${indent}int ${counter} = 0;`);
    this.#places = this.#places.concat([{ text: counter, type: INT, constant: true }]);
    this.#loops += 1;
    if (form === 0) {
      this.#lines.push(`${indent}for (${counter} = 0; ${counter} < ${limit}; ${counter}++)`);
      this.#body(indent, depth);
    } else {
      this.#lines.push(form === 1 ? `${indent}while (${counter} < ${limit})` : `${indent}do`);
      this.#lines.push(`${indent}{`, `${indent}\t${counter} = ${counter} + 1;`);
      for (let i = 0; i < 2; i++) this.#statement(`${indent}\t`, depth - 1);
      if (this.#random.once(2)) {
        const jump = this.#random.pick(['break', 'continue']);
        this.#lines.push(`${indent}\tif (${this.#condition(1)}) ${jump};`);
        this.#statement(`${indent}\t`, depth - 1);
      }
      this.#lines.push(`${indent}}${form === 2 ? ` while (${counter} < ${limit});` : ''}`);
    }
    this.#loops -= 1;
    this.#places = before;
  }

  #switch(indent: string, depth: number): void {
    this.#lines.push(`${indent}switch (${this.#expression(2)} & 7)`, `${indent}{`);
    const values = new Set(Array.from({ length: 4 }, () => this.#random.below(8)));
    for (const value of values) {
      this.#lines.push(`${indent}\tcase ${value}:`);
      this.#statement(`${indent}\t\t`, depth - 1);
      if (!this.#random.once(3)) this.#lines.push(`${indent}\t\tbreak;`);
    }
    this.#lines.push(`${indent}\tdefault:`);
    this.#statement(`${indent}\t\t`, depth - 1);
    this.#lines.push(`${indent}}`);
  }

  #block(indent: string, depth: number): void {
    const before = this.#places;
    const type = this.#type();
    const shadowed = before.filter((p) => /^v\d+$/.test(p.text));
    const name = shadowed.length > 0 && this.#random.once(2) ? this.#random.pick(shadowed).text : this.#name('v');
    this.#lines.push(`${indent}{`, `${indent}\t${type.name} ${name} = ${this.#random.below(200)};`);
    this.#places = before.filter((p) => p.text !== name).concat([{ text: name, type }]);
    for (let i = 0; i < 2; i++) this.#statement(`${indent}\t`, depth - 1);
    this.#lines.push(`${indent}}`);
    this.#places = before;
  }

  #goto(indent: string, depth: number): void {
    const label = `skip${this.#labels++}`;
    this.#lines.push(`${indent}if (${this.#condition(1)}) goto ${label};`);
    const start = this.#lines.length;
    this.#statement(indent, Math.min(depth - 1, 0));
    /* gcc has no jump over a declaration that is a statement of its own, so the part in between is a block */
    this.#lines.splice(start, 0, `${indent}{`);
    this.#lines.push(`${indent}}`, `${indent}${label}:`, `${indent}${this.#place(true)} = ${this.#expression(1)};`);
  }

  // ---- Expressions ----

  #place(assignable: boolean): string {
    const places = assignable ? this.#places.filter((p) => !p.constant) : this.#places;
    if (this.#arrays.length > 0 && (places.length === 0 || this.#random.once(3))) {
      const array = this.#random.pick(this.#arrays);
      return `${array.text}[${this.#index(array.length)}]`;
    }
    return places.length > 0 ? this.#random.pick(places).text : '0';
  }

  #index(length: number): string {
    return this.#random.once(2) ? `${this.#random.below(length)}` : `(${this.#expression(1)} & ${length - 1})`;
  }

  #literal(): string {
    const form = this.#random.below(6);
    if (form === 0) return `${this.#random.below(0x7fffffff)}`;
    if (form === 1) return `0x${this.#random.below(0xffffffff).toString(16)}`;
    if (form === 2) return `(0 - ${this.#random.below(1000)})`;
    if (form === 3) return this.#random.pick(["'a'", "'\\n'", "'\\\\'", "' '"]);
    return `${this.#random.below(20)}`;
  }

  /** The right operand, kept where the operator is defined. */
  #right(operator: string, depth: number): string {
    const operand = this.#expression(depth);
    if (operator === '/' || operator === '%') return `((${operand} & 15) + 1)`;
    if (operator === '<<' || operator === '>>') return `(${operand} & 31)`;
    return operand;
  }

  #expression(depth: number): string {
    if (depth <= 0) return this.#random.once(3) ? this.#literal() : this.#place(false);
    const choice = this.#random.below(15);
    if (choice === 14) return this.#text(depth);
    if (choice < 7) {
      const operator = this.#random.pick(['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '+', '-']);
      return `(${this.#expression(depth - 1)} ${operator} ${this.#right(operator, depth - 1)})`;
    }
    if (choice < 9) return `(${this.#condition(depth - 1)})`;
    if (choice < 10) return `(${this.#random.pick(['-', '~', '!'])}${this.#expression(depth - 1)})`;
    if (choice < 11) return `((${this.#type().name})${this.#expression(depth - 1)})`;
    const pure = this.#functions.filter((f) => f.pure);
    if (choice < 12 && pure.length > 0 && this.#calls < 3 && this.#loops < 2) {
      this.#calls += 1;
      return this.#call(this.#random.pick(pure), depth - 1);
    }
    return this.#expression(0);
  }

  /** A character of a string, or a size. */
  #text(depth: number): string {
    if (this.#random.once(3)) return `(int)sizeof(${this.#place(false)})`;
    return `"text\\xf0\\n;"[${this.#expression(depth - 1)} & 7]`;
  }

  #call(f: FunctionInfo, depth: number): string {
    return `${f.name}(${f.parameters.map(() => this.#expression(depth)).join(', ')})`;
  }

  /** An expression that is 0 or 1. */
  #condition(depth: number): string {
    if (depth > 0 && this.#random.once(3)) {
      const operator = this.#random.pick(['&&', '||']);
      return `(${this.#condition(depth - 1)}) ${operator} (${this.#condition(depth - 1)})`;
    }
    const operator = this.#random.pick(['<', '<=', '>', '>=', '==', '!=']);
    return `${this.#expression(depth)} ${operator} ${this.#expression(depth)}`;
  }
}

/** The program of a seed. */
export function generateProgram(seed: number): string {
  return new Generator(seed).program();
}
