import { expect, test } from 'vitest';
import { disassemble } from '../../src/isa/disassemble.js';
import { unhex } from '../support/bytes.js';
import { ENTRY, HARNESS_CODE } from './harness.js';

test('the text beside the machine code of the harness is true', () => {
  const wrong: string[] = [];
  let address = ENTRY;
  for (const [bytes, text, why = ''] of HARNESS_CODE) {
    const claim = /^0x[0-9a-f]{8}/.exec(why) ?? (bytes === '' ? /0x[0-9a-f]{8}/.exec(text) : null);
    if (claim !== null && Number(claim[0]) !== address) wrong.push(`${text}: stands at 0x${address.toString(16)}`);
    if (bytes === '') continue;
    const instruction = unhex(bytes);
    if (disassemble(instruction, address) !== text) wrong.push(`${bytes}: ${disassemble(instruction, address)}`);
    address += instruction.length;
  }
  expect(wrong).toEqual([]);
});
