import { expect, test } from 'vitest';
import { COMMON, commonHandlers } from '../../src/interpret/common.js';
import { ENCODINGS } from '../../src/isa/encodings.js';

test('every special handler belongs to a row of the opcode table', () => {
  const used = new Set(ENCODINGS.map(commonHandlers));
  expect(Object.keys(COMMON).filter((row) => !used.has(COMMON[row]!))).toEqual([]);
});
