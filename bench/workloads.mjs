/**
 * What is measured: programs, arguments and inputs. A workload is made in a folder of its own; inputs are generated here, the
 * same bytes every time.
 */
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const artifact = (stage, tool) => join(root, 'packages', stage, 'artifacts', tool);

/** Labels, pointers of every kind, bytes and comments: about 1 MB. */
function hex2Source() {
  const lines = [];
  for (let i = 0; i < 20_000; i++) {
    lines.push(`:label_number_${i}`, `E8 %label_number_${(i * 7919) % 20_000}  # call`, '89 D8 8B 03 C3');
  }
  return `${lines.join('\n')}\n`;
}

/** Macros, numbers, strings and labels, as a compiler writes them: about 1 MB. */
function macroSource() {
  const names = Array.from({ length: 100 }, (_, i) => `macro_${i},[ebx]`);
  const lines = names.map((name, i) => `DEFINE ${name} 8B${(i % 256).toString(16).padStart(2, '0').toUpperCase()}`);
  for (let i = 0; i < 25_000; i++) {
    lines.push(`:function_${i}`, `\t${names[i % 100]}`, `\tmov_eax, %${i}`, `\tcall %function_${(i * 31) % 25_000}`);
    if (i % 50 === 0) lines.push(`"string number ${i}"`);
  }
  return `${lines.join('\n')}\n`;
}

/** Each: name, the program's path, its arguments, and what must lie in its working folder. */
export const workloads = [
  {
    name: 'hex2-0 links 1 MB',
    program: artifact('hex2', 'hex2-0'),
    args: ['in.hex2', 'out'],
    inputs: { 'in.hex2': hex2Source },
  },
  {
    name: 'M0 assembles 1 MB',
    program: artifact('m0', 'M0'),
    args: ['in.M1', 'out.hex2'],
    inputs: { 'in.M1': macroSource },
  },
  {
    name: 'hex1 assembles 100 KB, a byte at a time',
    program: artifact('hex1', 'hex1'),
    args: ['in.hex1', 'out'],
    inputs: { 'in.hex1': () => ':a 48 65 6C 6C 6F E9 %a # a comment\n'.repeat(2800) },
  },
];

/** Puts a workload's program and inputs into `folder`; returns the program's name there, or null when it is not built. */
export function prepare({ program, inputs }, folder) {
  if (!existsSync(program)) return null;
  copyFileSync(program, join(folder, 'program'));
  for (const [name, make] of Object.entries(inputs)) writeFileSync(join(folder, name), make());
  return 'program';
}
