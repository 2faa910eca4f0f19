import { decodeOne, disassemble } from '@fullsource/vm-x86';

/** Where programs of the chain begin in memory. */
const BASE = 0x08048000;

/** How many bytes a pointer of hex1 and hex2 stands for, by its mark. */
const POINTER_SIZE: Readonly<Record<string, number>> = { '!': 1, '@': 2, $: 2, '~': 3, '%': 4, '&': 4 };

interface SourceLine {
  readonly number: number;
  /** Guest address of the line's first byte. */
  readonly address: number;
  /** Bytes the line emits. */
  readonly size: number;
  /** `;` before an instruction's text, `#` before anything else, '' without a comment. */
  readonly mark: string;
  readonly comment: string;
  /** The label the line defines, in the language or (`#:name`) in a comment. */
  readonly label: string | null;
}

/**
 * Checks a commented hex0, hex1 or hex2 source against the program it became. Returns one line for each lie:
 *
 * - `:name ; 0x080480D2` and `#:name ; 0x080480D2` must stand at that address (`#:name = 0x0804A000` names one behind it);
 * - `2C 30 ; sub al, 0x30  reason` must disassemble to exactly that instruction (a label stands for its address);
 * - the bytes that the source adds up to must be as many as the program has.
 *
 * Throws when the source holds no instruction at all: a check that looked at nothing is no check.
 */
export function liesIn(source: string, program: Uint8Array): string[] {
  const lines = layOut(source);
  const labels = new Map([...namedAddresses(source), ...lines.flatMap(namedPlace)]);
  const instructions = lines.filter(({ mark, size }) => mark === ';' && size > 0);
  if (instructions.length === 0) throw new Error('the source has no instruction line to check');
  const last = lines.at(-1)!;
  const total = last.address + last.size - BASE;
  return [
    ...(total === program.length ? [] : [`the source adds up to ${total} bytes, the program has ${program.length}`]),
    ...lines.flatMap(labelLie),
    ...instructions.flatMap((line) => instructionLie(line, program, labels)),
  ];
}

function layOut(source: string): SourceLine[] {
  let address = BASE;
  return source.split('\n').map((text, i) => {
    const line = readLine(text, i + 1, address);
    address += line.size;
    return line;
  });
}

function readLine(text: string, number: number, address: number): SourceLine {
  const spoken = /^(?::\S *)?#:(\S+)(?= *;)/.exec(text)?.[1] ?? null;
  const comment = /[#;]/.exec(text);
  // A label of hex1 may be any one character, also a comment mark: `:x` and `%x` are read before comments are looked for.
  const code = comment === null ? text : text.slice(0, comment.index);
  const defined = /^\s*:(\S+)/.exec(code)?.[1] ?? null;
  return {
    number,
    address,
    size: sizeOf(code),
    mark: comment?.[0] ?? '',
    comment: comment === null ? '' : text.slice(comment.index + 1).trim(),
    label: spoken ?? defined,
  };
}

function namedPlace({ label, address }: SourceLine): [string, number][] {
  return label === null ? [] : [[label, address]];
}

/** `#:words = 0x0804A000`: memory behind the program, named in a comment. */
function namedAddresses(source: string): [string, number][] {
  return Array.from(source.matchAll(/^#:(\S+) = 0x([0-9A-F]{8})\b/gm), ([, name, address]) => [
    name!,
    Number.parseInt(address!, 16),
  ]);
}

/** Bytes that the part of a line before its comment stands for. */
function sizeOf(code: string): number {
  return code
    .split(/\s+/)
    .filter((word) => word !== '' && !word.startsWith(':'))
    .reduce((size, word) => size + (POINTER_SIZE[word[0]!] ?? word.length / 2), 0);
}

function labelLie({ label, comment, mark, address, number }: SourceLine): string[] {
  if (label === null) return [];
  const claimed = /0x([0-9A-Fa-f]{8})/.exec(comment)?.[1];
  if (claimed === undefined) return mark === '' ? [] : [`line ${number}: label ${label} has no address`];
  return Number.parseInt(claimed, 16) === address ? [] : [`line ${number}: ${label} is at ${hex(address)}`];
}

function instructionLie(line: SourceLine, program: Uint8Array, labels: ReadonlyMap<string, number>): string[] {
  const bytes = program.subarray(line.address - BASE, line.address - BASE + line.size);
  const text = disassemble(bytes, line.address);
  const length = decodeOne(bytes, line.address)?.length;
  const claimed = line.comment.split(/ {2,}|\t/)[0]!;
  if (length !== line.size) return [`line ${line.number}: ${line.size} bytes, but \`${text}\` has ${length}`];
  if (sameInstruction(claimed, text, labels)) return [];
  return [`line ${line.number}: says \`${claimed}\`, is \`${text}\``];
}

/** Conditions that have two names: one says what was compared, the other which flag is looked at. */
const SAME_CONDITION: Readonly<Record<string, string>> = { z: 'e', nz: 'ne', c: 'b', nc: 'ae' };

/** `jz` is `je`: the instruction's name as the disassembler has it. */
function canonicalMnemonic(word: string): string {
  const match = /^(j|set|cmov)(z|nz|c|nc)$/.exec(word);
  return match === null ? word : match[1]! + SAME_CONDITION[match[2]!]!;
}

/** Compares two instruction texts word by word: numbers by value, labels by address. */
function sameInstruction(claimed: string, actual: string, labels: ReadonlyMap<string, number>): boolean {
  const a = words(claimed);
  const b = words(actual);
  if (a.length !== b.length || canonicalMnemonic(a[0]!) !== b[0]) return false;
  return a.slice(1).every((word, i) => word === b[i + 1] || sameNumber(value(word, labels), value(b[i + 1]!, labels)));
}

function words(text: string): string[] {
  return text.match(/-?0x[0-9a-fA-F]+|-?\b\d+\b|[\w.]+|[^\s\w]/g) ?? [];
}

function value(word: string, labels: ReadonlyMap<string, number>): number | null {
  const label = labels.get(word);
  if (label !== undefined) return label;
  const match = /^(-?)(0x[0-9a-f]+|\d+)$/i.exec(word);
  return match === null ? null : Number(match[2]) * (match[1] === '-' ? -1 : 1);
}

/** True for equal numbers, also when one is the 8-, 16- or 32-bit complement of the other. */
function sameNumber(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return false;
  return [0, 2 ** 8, 2 ** 16, 2 ** 32].includes(Math.abs(a - b)) && (a === b || a < 0 !== b < 0);
}

function hex(address: number): string {
  return `0x${address.toString(16).toUpperCase().padStart(8, '0')}`;
}
