/** Statements with statements inside. */
import { DATA_SIZE, TABLE } from '../layout.js';
import type { ProgramWriter } from '../writer.js';
import { compare, compute } from './arithmetic.js';

export function condition(p: ProgramWriter, index: number): void {
  const { a } = p;
  if (p.depth > 4) return compute(p);
  const otherwise = a.label();
  const end = a.label();
  if (p.chance(80)) compare(p);
  a.emit(0x0f, 0x80 + (p.next() % 16));
  a.relative(otherwise);
  p.statements(1 + (p.next() % 3), index);
  if (p.chance(50)) {
    a.emit(0xe9);
    a.relative(end);
    a.place(otherwise);
    p.statements(1 + (p.next() % 3), index);
  } else a.place(otherwise);
  a.place(end);
}

/** A loop whose counter is a variable of its own; some can also be entered in the middle. */
export function loop(p: ProgramWriter, index: number): void {
  const { a } = p;
  if (p.depth > 3 || p.loops > 1) return compute(p);
  p.loops++;
  const counter = p.dataWord(DATA_SIZE - 8 - 4 * ((index + 1) * 16 + p.depth * 3 + p.loops));
  const head = a.label();
  const middle = a.label();
  p.storeImmediate(counter, 1 + (p.next() % 6));
  if (p.chance(20)) {
    compare(p);
    a.emit(0x0f, 0x80 + (p.next() % 16));
    a.relative(middle);
  }
  a.place(head);
  p.statements(1 + (p.next() % 3), index);
  a.place(middle);
  p.statements(1 + (p.next() % 2), index);
  a.emit(0xff); // dec [counter]
  a.modrm(1, counter);
  if (p.chance(80)) {
    a.emit(0x0f, 0x8f); // jg head
    a.relative(head);
  } else {
    const end = a.label();
    a.emit(0x0f, 0x8e); // jle end; jmp head
    a.relative(end);
    a.emit(0xe9);
    a.relative(head);
    a.place(end);
  }
  p.loops--;
}

/** `jmp [table + register * 4]`, with arms that come together again. */
export function jumpTable(p: ProgramWriter, index: number): void {
  const { a } = p;
  if (p.depth > 3) return compute(p);
  const register = p.register();
  const end = a.label();
  const first = p.table.length;
  const arms = [a.label(), a.label(), a.label(), a.label()];
  p.table.push(...arms);
  a.emit(0x83);
  a.modrm(4, register); // and register, 3
  a.emit(3);
  a.emit(0xff);
  a.modrm(4, { index: register, scale: 2, displacement: TABLE + 4 * first });
  for (const arm of arms) {
    a.place(arm);
    p.statements(1, index);
    if (p.chance(80)) {
      a.emit(0xe9);
      a.relative(end);
    }
  }
  a.place(end);
}
