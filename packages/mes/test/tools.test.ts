import { run } from '@fullsource/vm-x86';
import { describe, expect, test } from 'vitest';
import { mes, mescc } from '../dist/index.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (data: Uint8Array) => new TextDecoder().decode(data);

describe('tools as functions', () => {
  test('mes runs a Scheme program', async () => {
    const { stdout } = await mes({ 'square.scm': bytes('(display (map (lambda (n) (* n n)) (iota 5)))') });
    expect(text(stdout)).toBe('(0 1 4 9 16)');
  });

  test('mescc makes an executable of C files', async () => {
    const { outputs } = await mescc({
      'main.c': bytes('#include <stdio.h>\n#include "twice.h"\nint main() { printf("%d\\n", twice(21)); return 0; }\n'),
      'twice.c': bytes('int twice(int n) { return n * 2; }\n'),
      'twice.h': bytes('int twice(int);\n'),
    });
    expect(Object.keys(outputs)).toEqual(['main']);
    expect(text((await run(outputs.main!)).stdout)).toBe('42\n');
  });

  test('mescc says where an error is', async () => {
    const source = bytes('int main() { return x; }\n');
    await expect(mescc({ 'main.c': source })).rejects.toThrow('main.c:1:21: ');
  });
});
