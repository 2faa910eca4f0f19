import { Decoder, DecoderOptions, RflagsBits } from 'iced-x86';
import { expect, test } from 'vitest';
import { Flag } from '../../src/cpu/flags.js';
import { decodeOne } from '../../src/isa/decode.js';
import { ENCODINGS } from '../../src/isa/encodings.js';
import { flagEffects, undefinedFlags } from '../../src/isa/flag-effects.js';
import { type Encoding, isGroup, OpcodeMap, opcodeMeaning } from '../../src/isa/opcodes.js';
import { unhex } from '../support/bytes.js';

const LETTERS: readonly (readonly [letter: string, ours: number, theirs: number])[] = [
  ['o', Flag.of, RflagsBits.OF],
  ['d', Flag.df, RflagsBits.DF],
  ['s', Flag.sf, RflagsBits.SF],
  ['z', Flag.zf, RflagsBits.ZF],
  ['a', Flag.af, RflagsBits.AF],
  ['p', Flag.pf, RflagsBits.PF],
  ['c', Flag.cf, RflagsBits.CF],
];

const ours = (bits: number) => LETTERS.map(([letter, bit]) => ((bits & bit) !== 0 ? letter : '')).join('');
const theirs = (bits: number) => LETTERS.map(([letter, , bit]) => ((bits & bit) !== 0 ? letter : '')).join('');

/** Bytes of an instruction of this encoding: with a memory operand where it can have one, and 2 for every immediate. */
function sample(encoding: Encoding): Uint8Array {
  const { map, byte, modrm } = encoding;
  const prefix = map >= OpcodeMap.repOneByte ? [0xf3] : [];
  const page = map % OpcodeMap.repOneByte === OpcodeMap.twoByte ? [0x0f] : [];
  const meaning = opcodeMeaning(map, byte);
  const choice = isGroup(meaning) ? meaning.indexOf(encoding) : 0x01;
  return Uint8Array.of(...prefix, ...page, byte, ...(modrm ? [choice] : []), 2, 2, 2, 2, 2, 2, 2, 2);
}

/** What user code is not allowed never comes to have effects. */
const PRIVILEGED = new Set(['ins', 'outs', '0f 20', '0f 21', '0f 22', '0f 23']);

test('tested, set and undefined flags are those that iced-x86 knows', () => {
  const wrong: string[] = [];
  for (const encoding of ENCODINGS.filter(({ extension }) => extension === 'integer')) {
    if (PRIVILEGED.has(encoding.mnemonic) || PRIVILEGED.has(encoding.opcode)) continue;
    const bytes = sample(encoding);
    const decoder = new Decoder(32, bytes, DecoderOptions.None);
    const instruction = decoder.decode();
    const effects = flagEffects(encoding.mnemonic);
    // iced takes the count in cl to be more than 1, as it is in the sample.
    const unknown = undefinedFlags(decodeOne(bytes, 0)!, 2);
    const mine = [ours(effects.tests), ours(effects.sets & ~unknown), ours(unknown)].join('|');
    const modified = instruction.rflagsModified & ~instruction.rflagsUndefined;
    const iced = [theirs(instruction.rflagsRead), theirs(modified), theirs(instruction.rflagsUndefined)].join('|');
    if (mine !== iced) wrong.push(`${encoding.opcode} ${encoding.mnemonic}: ours ${mine}, iced ${iced}`);
    instruction.free();
    decoder.free();
  }
  expect(wrong).toEqual([]);
});

test.each([
  ['d1 e0', 0, 'a'], // shl eax, 1
  ['c1 e0 02', 0, 'oa'],
  ['c1 e0 20', 0, ''], // by 32, which is 0
  ['c0 e0 08', 0, 'oac'], // shl al, 8
  ['d3 e0', 0, ''], // shl eax, cl
  ['d3 e0', 1, 'a'],
  ['d3 e0', 33, 'a'],
  ['d2 e0', 9, 'oac'],
  ['d2 f8', 9, 'oa'], // sar al, cl
  ['c1 c0 02', 0, 'o'], // rol eax, 2
  ['d1 c0', 0, ''],
  ['0f a4 c2 01', 0, 'a'], // shld edx, eax, 1
  ['66 0f a5 c2', 17, 'oac'], // shld dx, ax, cl
  ['f7 e1', 0, 'szap'], // mul ecx
])('%s with cl = %i leaves %s undefined', (code, cl, letters) => {
  expect(ours(undefinedFlags(decodeOne(unhex(code), 0)!, cl))).toBe(letters);
});
