import * as alu from '../cpu/alu.js';
import { Flag } from '../cpu/flags.js';
import { Reg, Seg } from '../cpu/state.js';
import type { Instruction } from '../isa/instruction.js';
import { PAGE_SIZE, PROT_READ, PROT_WRITE } from '../memory.js';
import type { Handler, Machine } from './machine.js';

/**
 * String instructions: one element from segment:[esi] and/or to es:[edi] (si, di, cx under 16-bit addresses), then the
 * pointers move on by its size, down when DF is set. With a repeat prefix ecx counts the elements. A fault leaves the
 * registers at the element that faulted, so that the instruction goes on from there.
 */

const SOURCE = Reg.esi;
const DESTINATION = Reg.edi;

function source(m: Machine, i: Instruction): number {
  const offset = m.regs[SOURCE]!;
  const segment = i.segmentPrefix < 0 ? Seg.ds : i.segmentPrefix;
  return m.linear(segment, i.addressSize === 2 ? offset & 0xffff : offset);
}

function destinationOffset(m: Machine, i: Instruction): number {
  return i.addressSize === 2 ? m.regs[DESTINATION]! & 0xffff : m.regs[DESTINATION]!;
}

/** Address that movs and stos write to. */
function destination(m: Machine, i: Instruction): number {
  return m.writable(Seg.es, destinationOffset(m, i));
}

/** Address that cmps and scas read from. */
function compared(m: Machine, i: Instruction): number {
  return m.linear(Seg.es, destinationOffset(m, i));
}

/** Moves a pointer by `count` elements. */
function advance(m: Machine, i: Instruction, register: number, size: number, count = 1): void {
  const step = (m.flags.control & Flag.df) !== 0 ? -size : size;
  m.writeRegister(register, i.addressSize, m.regs[register]! + step * count);
}

function remaining(m: Machine, i: Instruction): number {
  return i.addressSize === 2 ? m.regs[Reg.ecx]! & 0xffff : m.regs[Reg.ecx]! >>> 0;
}

function consume(m: Machine, i: Instruction, count: number): void {
  m.writeRegister(Reg.ecx, i.addressSize, m.regs[Reg.ecx]! - count);
}

/** An instruction that repeats its step ecx times. `block` may do many at once; it returns how many it did. */
function repeated(step: Handler, block?: (m: Machine, i: Instruction, count: number) => number): Handler {
  return (m, i) => {
    if (i.repeat === 0) {
      step(m, i);
      return;
    }
    const forward = (m.flags.control & Flag.df) === 0 && i.addressSize === 4;
    for (let count = remaining(m, i); count !== 0; count = remaining(m, i)) {
      const done = block === undefined || !forward ? 0 : block(m, i, count);
      if (done === 0) step(m, i);
      consume(m, i, done === 0 ? 1 : done);
    }
  };
}

/**
 * An instruction that compares, and repeats while elements are equal (repe) or differ (repne). A fault also undoes what
 * the comparisons so far did to the flags (Intel SDM vol. 2, `REP`).
 */
function repeatedComparison(step: Handler): Handler {
  return (m, i) => {
    if (i.repeat === 0) {
      step(m, i);
      return;
    }
    const before = m.flags.status;
    try {
      while (remaining(m, i) !== 0) {
        step(m, i);
        consume(m, i, 1);
        if (m.flags.zf !== (i.repeat === 0xf3)) break;
      }
    } catch (fault) {
      m.flags.status = before;
      throw fault;
    }
  };
}

function movs(m: Machine, i: Instruction): void {
  const { size } = i.op0;
  const value = m.load(source(m, i), size);
  m.store(destination(m, i), size, value);
  advance(m, i, SOURCE, size);
  advance(m, i, DESTINATION, size);
}

/** Elements of `size` bytes that lie in the page of `address`, from there on. */
function elementsInPage(address: number, size: number): number {
  return Math.floor((PAGE_SIZE - (address % PAGE_SIZE)) / size);
}

/** Copies up to a page at once, unless the destination begins inside the source: then elements propagate. */
function moveBlock(m: Machine, i: Instruction, count: number): number {
  const { size } = i.op0;
  const from = source(m, i);
  m.memory.check(from, size, PROT_READ, 'read');
  const to = destination(m, i);
  const elements = Math.min(count, elementsInPage(from, size), elementsInPage(to, size));
  const length = elements * size;
  if (elements === 0 || (to > from && to < from + length)) return 0;
  m.memory.check(from, length, PROT_READ, 'read');
  m.memory.check(to, length, PROT_WRITE, 'write');
  m.memory.bytes.copyWithin(to, from, from + length);
  advance(m, i, SOURCE, size, elements);
  advance(m, i, DESTINATION, size, elements);
  return elements;
}

function stos(m: Machine, i: Instruction): void {
  const { size } = i.op0;
  m.store(destination(m, i), size, m.regs[Reg.eax]!);
  advance(m, i, DESTINATION, size);
}

function storeBlock(m: Machine, i: Instruction, count: number): number {
  const { size } = i.op0;
  const to = destination(m, i);
  const elements = Math.min(count, elementsInPage(to, size));
  if (elements === 0) return 0;
  m.memory.check(to, elements * size, PROT_WRITE, 'write');
  if (size === 1) m.memory.bytes.fill(m.regs[Reg.eax]!, to, to + elements);
  else for (let n = 0; n < elements; n++) m.store(to + n * size, size, m.regs[Reg.eax]!);
  advance(m, i, DESTINATION, size, elements);
  return elements;
}

function lods(m: Machine, i: Instruction): void {
  const { size } = i.op0;
  m.writeRegister(Reg.eax, size, m.load(source(m, i), size));
  advance(m, i, SOURCE, size);
}

function cmps(m: Machine, i: Instruction): void {
  const { size } = i.op0;
  const b = m.load(compared(m, i), size);
  alu.sub(m.flags, m.load(source(m, i), size), b, size);
  advance(m, i, SOURCE, size);
  advance(m, i, DESTINATION, size);
}

function scas(m: Machine, i: Instruction): void {
  const { size } = i.op0;
  alu.sub(m.flags, m.readRegister(Reg.eax, size), m.load(compared(m, i), size), size);
  advance(m, i, DESTINATION, size);
}

export const string = {
  movs: repeated(movs, moveBlock),
  stos: repeated(stos, storeBlock),
  lods: repeated(lods),
  cmps: repeatedComparison(cmps),
  scas: repeatedComparison(scas),
};
