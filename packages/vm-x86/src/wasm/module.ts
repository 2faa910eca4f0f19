import { ByteWriter } from './bytes.js';
import { ValueType } from './opcodes.js';

const MAGIC = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
const Section = { custom: 0, type: 1, import: 2, function: 3, export: 7, element: 9, code: 10 } as const;
const Kind = { function: 0, table: 1, memory: 2 } as const;
const FUNCTION_TYPE = 0x60;
const END = 0x0b;

/**
 * Puts a binary module together (core specification, 5.5): one imported memory, at most one imported table, functions.
 *
 *     const module = new ModuleWriter();
 *     module.importMemory('env', 'memory');
 *     const type = module.type(1, 1);
 *     module.exportFunction('double', module.function(type, 0, code));
 *     module.finish();
 */
export class ModuleWriter {
  private readonly types = new ByteWriter(256);
  private readonly typeIndices = new Map<string, number>();
  private readonly imports = new ByteWriter(256);
  private readonly functions = new ByteWriter(1024);
  private readonly exports = new ByteWriter(256);
  private readonly elements = new ByteWriter(256);
  private readonly code: ByteWriter;
  private readonly names = new ByteWriter(256);
  private importCount = 0;
  private importedFunctions = 0;
  private functionCount = 0;
  private exportCount = 0;
  private elementCount = 0;
  private nameCount = 0;

  /** `codeSize`: about how many bytes of code there will be. */
  constructor(codeSize = 4096) {
    this.code = new ByteWriter(codeSize);
  }

  /** Index of the type of functions from `parameters` to `results` words. */
  type(parameters: number, results: number): number {
    const key = `${parameters} ${results}`;
    const known = this.typeIndices.get(key);
    if (known !== undefined) return known;
    this.types.byte(FUNCTION_TYPE);
    for (const count of [parameters, results]) {
      this.types.unsigned(count);
      for (let n = 0; n < count; n++) this.types.byte(ValueType.i32);
    }
    const index = this.typeIndices.size;
    this.typeIndices.set(key, index);
    return index;
  }

  /** Imports the memory, of any size up to 4 GiB. */
  importMemory(module: string, name: string): void {
    this.import(module, name, Kind.memory);
    this.imports.byte(1);
    this.imports.unsigned(1);
    this.imports.unsigned(65536);
  }

  /** Imports the table of function references that indirect calls go through. */
  importTable(module: string, name: string): void {
    this.import(module, name, Kind.table);
    this.imports.byte(ValueType.funcref);
    this.imports.byte(0);
    this.imports.unsigned(0);
  }

  /** Imports come before all functions of the module. Returns the function's index. */
  importFunction(module: string, name: string, type: number): number {
    this.import(module, name, Kind.function);
    this.imports.unsigned(type);
    return this.importedFunctions++;
  }

  /** Index that the next function will have. */
  get nextFunction(): number {
    return this.importedFunctions + this.functionCount;
  }

  /**
   * Adds a function: behind its parameters `longLocals` 64-bit words, then `locals` words; and its instructions without the
   * final `end`. Returns its index.
   */
  function(type: number, longLocals: number, locals: number, body: Uint8Array): number {
    const index = this.nextFunction;
    this.functions.unsigned(type);
    this.functionCount++;
    const header = new ByteWriter(16);
    header.unsigned((locals > 0 ? 1 : 0) + (longLocals > 0 ? 1 : 0));
    if (longLocals > 0) {
      header.unsigned(longLocals);
      header.byte(ValueType.i64);
    }
    if (locals > 0) {
      header.unsigned(locals);
      header.byte(ValueType.i32);
    }
    this.code.unsigned(header.length + body.length + 1);
    this.code.append(header.view());
    this.code.append(body);
    this.code.byte(END);
    return index;
  }

  exportFunction(name: string, index: number): void {
    this.exports.name(name);
    this.exports.byte(Kind.function);
    this.exports.unsigned(index);
    this.exportCount++;
  }

  /** Fills the table from `slot` on with functions when the module is instantiated. */
  fillTable(slot: number, functions: readonly number[]): void {
    this.elements.byte(0);
    this.elements.byte(0x41);
    this.elements.signed(slot);
    this.elements.byte(END);
    this.elements.unsigned(functions.length);
    for (const index of functions) this.elements.unsigned(index);
    this.elementCount++;
  }

  /** Names a function for profilers; in ascending order of the index. */
  nameFunction(index: number, name: string): void {
    this.names.unsigned(index);
    this.names.name(name);
    this.nameCount++;
  }

  /** The bytes of the module. */
  finish(): Uint8Array<ArrayBuffer> {
    const out = new ByteWriter(this.code.length + this.names.length + 4096);
    out.append(MAGIC);
    vector(out, Section.type, this.typeIndices.size, this.types);
    vector(out, Section.import, this.importCount, this.imports);
    vector(out, Section.function, this.functionCount, this.functions);
    vector(out, Section.export, this.exportCount, this.exports);
    vector(out, Section.element, this.elementCount, this.elements);
    vector(out, Section.code, this.functionCount, this.code);
    if (this.nameCount > 0) this.nameSection(out);
    return out.bytes.slice(0, out.length) as Uint8Array<ArrayBuffer>;
  }

  private import(module: string, name: string, kind: number): void {
    this.imports.name(module);
    this.imports.name(name);
    this.imports.byte(kind);
    this.importCount++;
  }

  /** The custom section `name` with its subsection 1, function names. */
  private nameSection(out: ByteWriter): void {
    const subsection = new ByteWriter(this.names.length + 16);
    subsection.unsigned(this.nameCount);
    subsection.append(this.names.view());
    const content = new ByteWriter(subsection.length + 16);
    content.name('name');
    content.byte(1);
    content.unsigned(subsection.length);
    content.append(subsection.view());
    out.byte(Section.custom);
    out.unsigned(content.length);
    out.append(content.view());
  }
}

/** A section that is a vector: its length in bytes, the number of items, the items. Left out when empty. */
function vector(out: ByteWriter, section: number, count: number, items: ByteWriter): void {
  if (count === 0) return;
  const head = new ByteWriter(8);
  head.unsigned(count);
  out.byte(section);
  out.unsigned(head.length + items.length);
  out.append(head.view());
  out.append(items.view());
}
