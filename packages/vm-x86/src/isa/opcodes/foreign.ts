import type { Row } from './row.js';
import { hexByte } from './row.js';

/**
 * Encodings that some x86 processor has and this machine does not: their length is known, their extension has a name, and
 * reaching one is an `UnsupportedInstructionError`, never an invalid opcode that a guest could take for its own fault.
 * A vector opcode takes its whole row, whatever the mandatory prefix says: which of its four instructions exists is
 * not worth telling apart here.
 */
export const FOREIGN: readonly Row<string>[] = [
  // Vectors. Without a ModRM byte that names a register, 62, c4 and c5 are bound, les and lds.
  ['62 reg', '(avx512)', 'R', 'AVX-512'],
  ['c4 reg', '(avx)', 'R', 'AVX'],
  ['c5 reg', '(avx)', 'R', 'AVX'],
  ...range('0f', 0x10, 0x17, '(sse)', 'E', 'SSE'),
  ...range('0f', 0x28, 0x2f, '(sse)', 'E', 'SSE'),
  ...range('0f', 0x50, 0x5f, '(sse)', 'E', 'SSE'),
  ...range('0f', 0x60, 0x6b, '(mmx)', 'E', 'MMX'),
  ...range('0f', 0x6c, 0x6d, '(sse)', 'E', 'SSE2'),
  ...range('0f', 0x6e, 0x6f, '(mmx)', 'E', 'MMX'),
  ['0f 70', '(mmx)', 'E,Ib', 'MMX'],
  ...digits('0f 71', [2, 4, 6], 'reg', '(mmx)', 'R,Ib', 'MMX'),
  ...digits('0f 72', [2, 4, 6], 'reg', '(mmx)', 'R,Ib', 'MMX'),
  ...digits('0f 73', [2, 3, 6, 7], 'reg', '(mmx)', 'R,Ib', 'MMX'),
  ...range('0f', 0x74, 0x76, '(mmx)', 'E', 'MMX'),
  ['0f 77', 'emms', '', 'MMX'],
  ...range('0f', 0x7c, 0x7d, '(sse)', 'E', 'SSE3'),
  ...range('0f', 0x7e, 0x7f, '(mmx)', 'E', 'MMX'),
  ['0f c2', '(sse)', 'E,Ib', 'SSE'],
  ['0f c3', 'movnti', 'Md,Gd', 'SSE2'],
  ['0f c4', '(sse)', 'E,Ib', 'SSE'],
  ['0f c5', '(sse)', 'R,Ib', 'SSE'],
  ['0f c6', '(sse)', 'E,Ib', 'SSE'],
  ['0f d0', '(sse)', 'E', 'SSE3'],
  ...range('0f', 0xd1, 0xd5, '(mmx)', 'E', 'MMX'),
  ['0f d6', '(sse)', 'E', 'SSE2'],
  ['0f d7', '(sse)', 'R', 'SSE'],
  ...range('0f', 0xd8, 0xef, '(mmx)', 'E', 'MMX'),
  ['0f f0', 'lddqu', 'M', 'SSE3'],
  ...range('0f', 0xf1, 0xf6, '(mmx)', 'E', 'MMX'),
  ['0f f7', '(mmx)', 'R', 'MMX'],
  ...range('0f', 0xf8, 0xfe, '(mmx)', 'E', 'MMX'),
  ...range('0f 38', 0x00, 0x0b, '(ssse3)', 'E', 'SSSE3'),
  ...range('0f 38', 0x1c, 0x1e, '(ssse3)', 'E', 'SSSE3'),
  ...range('0f 38', 0x10, 0x10, '(sse4)', 'E', 'SSE4.1'),
  ...range('0f 38', 0x14, 0x15, '(sse4)', 'E', 'SSE4.1'),
  ['0f 38 17', '(sse4)', 'E', 'SSE4.1'],
  ...range('0f 38', 0x20, 0x25, '(sse4)', 'E', 'SSE4.1'),
  ...range('0f 38', 0x28, 0x29, '(sse4)', 'E', 'SSE4.1'),
  ['0f 38 2a', '(sse4)', 'M', 'SSE4.1'],
  ['0f 38 2b', '(sse4)', 'E', 'SSE4.1'],
  ...range('0f 38', 0x30, 0x35, '(sse4)', 'E', 'SSE4.1'),
  ['0f 38 37', '(sse4)', 'E', 'SSE4.2'],
  ...range('0f 38', 0x38, 0x41, '(sse4)', 'E', 'SSE4.1'),
  ...range('0f 38', 0xc8, 0xcd, '(sha)', 'E', 'SHA'),
  ['0f 38 cf', '(gfni)', 'E', 'GFNI'],
  ['0f 38 d8', '(aeskl)', 'E', 'Key Locker'],
  ...range('0f 38', 0xdb, 0xdf, '(aes)', 'E', 'AES'),
  ...range('0f 3a', 0x08, 0x0e, '(sse4)', 'E,Ib', 'SSE4.1'),
  ['0f 3a 0f', 'palignr', 'E,Ib', 'SSSE3'],
  ...range('0f 3a', 0x14, 0x17, '(sse4)', 'E,Ib', 'SSE4.1'),
  ...range('0f 3a', 0x20, 0x22, '(sse4)', 'E,Ib', 'SSE4.1'),
  ...range('0f 3a', 0x40, 0x42, '(sse4)', 'E,Ib', 'SSE4.1'),
  ['0f 3a 44', 'pclmulqdq', 'E,Ib', 'PCLMULQDQ'],
  ...range('0f 3a', 0x60, 0x63, '(sse4)', 'E,Ib', 'SSE4.2'),
  ['0f 3a cc', 'sha1rnds4', 'E,Ib', 'SHA'],
  ...range('0f 3a', 0xce, 0xcf, '(gfni)', 'E,Ib', 'GFNI'),
  ['0f 3a df', 'aeskeygenassist', 'E,Ib', 'AES'],
  ['0f 0e', 'femms', '', '3DNow!'],
  ['0f 0f', '(3dnow)', 'E,Ib', '3DNow!'],

  // Later integer instructions.
  ['f3 0f b8', 'popcnt', 'Gv,Ev', 'POPCNT'],
  ['0f 38 f0', 'movbe', 'E', 'MOVBE or CRC32'],
  ['0f 38 f1', 'movbe', 'E', 'MOVBE or CRC32'],
  ['0f 38 f5', 'wruss', 'E', 'CET'],
  ['0f 38 f6', 'adx', 'E', 'ADX'],
  ['0f 38 f8', 'movdir64b', 'M', 'MOVDIR64B'],
  ['0f 38 f9', 'movdiri', 'M', 'MOVDIRI'],
  ['0f 38 fa', 'encodekey128', 'R', 'Key Locker'],
  ['0f 38 fb', 'encodekey256', 'R', 'Key Locker'],
  ['0f 38 fc', '(rao)', 'M', 'RAO-INT'],
  ['0f 3a f0', 'hreset', 'R,Ib', 'HRESET'],
  ['0f a6 reg', '(padlock)', 'R', 'PadLock'],
  ['0f a7 reg', '(padlock)', 'R', 'PadLock'],
  ['0f c7 /6 reg', 'rdrand', 'Rv', 'RDRAND'],
  ['0f c7 /7 reg', 'rdseed', 'Rv', 'RDSEED'],
  ['c6 f8', 'xabort', 'Ib', 'RTM'],
  ['c7 f8', 'xbegin', 'Jz', 'RTM'],
  ['db /1 mem', 'fisttp', 'Md', 'SSE3'],
  ['dd /1 mem', 'fisttp', 'Mq', 'SSE3'],
  ['df /1 mem', 'fisttp', 'Mw', 'SSE3'],

  // State, caches and fences.
  ...digits('0f ae', [0, 1, 2, 3, 4, 5, 6, 7], 'mem', '(state)', 'M', 'FXSR or later'),
  ...digits('0f ae', [0, 1, 2, 3, 4, 5, 6, 7], 'reg', '(fence)', 'R', 'SSE2 or later'),
  ...digits('0f c7', [3, 4, 5], 'mem', '(xsave)', 'M', 'XSAVE'),

  // System instructions that the kernel decides about, and virtual machines.
  ['0f 00 /0', 'sldt', 'Ec', 'descriptor tables'],
  ['0f 00 /1', 'str', 'Ec', 'descriptor tables'],
  ['0f 00 /4', 'verr', 'Ew', 'descriptor tables'],
  ['0f 00 /5', 'verw', 'Ew', 'descriptor tables'],
  ['0f 01 /0 mem', 'sgdt', 'M', 'descriptor tables'],
  ['0f 01 /1 mem', 'sidt', 'M', 'descriptor tables'],
  ['0f 01 /4', 'smsw', 'Ec', 'descriptor tables'],
  ['0f 02', 'lar', 'Gv,Ew', 'descriptor tables'],
  ['0f 03', 'lsl', 'Gv,Ew', 'descriptor tables'],
  ['0f 01 /5 mem', 'rstorssp', 'M', 'CET'],
  ...digits('0f 01', [0, 1, 2, 3, 5, 7], 'reg', '(system)', 'R', 'system'),
  ...digits('0f c7', [6, 7], 'mem', '(vmx)', 'M', 'VMX'),
  ...range('0f', 0x78, 0x79, '(vmx)', 'E', 'VMX'),
  ...range('0f 38', 0x80, 0x82, '(vmx)', 'M', 'VMX'),
  ['0f 05', 'syscall', '', 'syscall'],
  ['0f 07', 'sysret', '', 'syscall'],
  ['0f 34', 'sysenter', '', 'sysenter'],
  ['0f 37', 'getsec', '', 'SMX'],
  ['0f aa', 'rsm', '', 'system management'],
];

function range(
  map: string,
  first: number,
  last: number,
  mnemonic: string,
  operands: string,
  extension: string,
): Row<string>[] {
  return Array.from({ length: last - first + 1 }, (_, n) => [
    `${map} ${hexByte(first + n)}`,
    mnemonic,
    operands,
    extension,
  ]);
}

function digits(
  opcode: string,
  list: readonly number[],
  mod: 'mem' | 'reg',
  mnemonic: string,
  operands: string,
  extension: string,
): Row<string>[] {
  return list.map((digit) => [`${opcode} /${digit} ${mod}`, mnemonic, operands, extension]);
}
