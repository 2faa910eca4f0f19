import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Victim } from '../../../m2-planet/test/fuzz/garbage.js';

/** Words and marks of M1 and hex2 that a tool could stumble over. */
const PIECES = [
  ...['DEFINE', 'DEFINE x 00', ':a', ':FUNCTION_a', ':', '%a', '!a', '@a', '&a', '$a', '~a', '^', '%a>b', '!a>', '>'],
  ...[
    '"',
    "'",
    '"s"',
    "'00",
    '#',
    ';',
    '\n',
    '\t',
    '\\',
    '\0',
    '\u00e4',
    '%-1',
    '!200',
    '%0x',
    '%4294967296',
    '@99999',
  ],
  ...[
    '0',
    '00',
    'F',
    'XX',
    '48C7C0',
    '%123456789012345678901234567890',
    '<',
    '<2',
    '.',
    '[',
    '{',
    '~0',
    'mov',
    ':a\n:a',
  ],
];

/** Every input of the vectors of a tool. */
function inputs(tool: string): string[] {
  const folder = join(import.meta.dirname, '../vectors', tool);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const isInput = ({ name, parentPath }: { name: string; parentPath: string }) =>
    name !== 'cmd.json' && !parentPath.endsWith('expected');
  const files = entries.filter((entry) => entry.isFile() && isInput(entry));
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return paths.map((path) => readFileSync(path, 'latin1'));
}

/** The tools of this package that read a language. */
export function victims(programs: Readonly<Record<string, Uint8Array>>): Victim[] {
  const tool = (name: string, ...args: string[]): Victim => ({
    name,
    program: programs[name]!,
    args: [...args, '-f', 'in', '-o', 'out'],
    sources: inputs(name),
    pieces: PIECES,
    // M1 wants a token; a word of the message may hold a carriage return.
    message: /^(in:\d+:\d+|M1: no input): .+$/s,
  });
  return [
    tool('M1', '--architecture', 'x86', '--little-endian'),
    tool('hex2', '--architecture', 'x86', '--little-endian', '--base-address', '0x1000'),
    tool('blood-elf', '--little-endian'),
  ];
}
