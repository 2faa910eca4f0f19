import { describe, expect, test } from 'vitest';
import { devToolsProfile, foldedStacks, type Profile, profileTable, run, VmError } from '../../src/index.js';
import { GuestProgram } from '../linux/helpers/guest-program.js';

const profile: Profile = {
  interval: 1000,
  samples: [
    { stack: ['prog', 'main'], count: 1 },
    { stack: ['prog', 'main', 'walk', 'walk'], count: 6 },
    { stack: ['prog', 'main', 'a;b'], count: 3 },
  ],
};

describe('a profile', () => {
  test('as a table: a function that calls itself counts once in the total', () => {
    expect(profileTable(profile).split('\n')).toEqual([
      '10 samples, one each 1000 instructions on average',
      '    self    total  function',
      '  60.0 %   60.0 %  walk',
      '  30.0 %   30.0 %  a;b',
      '  10.0 %  100.0 %  main',
      '   0.0 %  100.0 %  prog',
    ]);
  });

  test('as folded stacks: a semicolon in a name does not end it', () => {
    expect(foldedStacks(profile)).toBe('prog;main 1\nprog;main;walk;walk 6\nprog;main;a,b 3\n');
  });

  test('for Chrome DevTools: a tree with the hits of each node, and one entry for each sample', () => {
    const { nodes, samples, timeDeltas, endTime } = JSON.parse(devToolsProfile(profile));
    const shape = (id: number): unknown => {
      const { callFrame, hitCount, children } = nodes.find((node: { id: number }) => node.id === id);
      return [callFrame.functionName, hitCount, ...children.map(shape)];
    };
    expect(shape(1)).toEqual(['(root)', 0, ['prog', 0, ['main', 1, ['walk', 0, ['walk', 6]], ['a;b', 3]]]]);
    expect(samples).toHaveLength(10);
    expect(timeDeltas).toHaveLength(10);
    expect(endTime).toBe(10_000);
  });

  test('of a program without symbols has the addresses it was at', async () => {
    const { profile: found, stats } = await run(new GuestProgram().exit(0), {
      argv: ['bare'],
      profile: { interval: 1 },
    });
    expect(found!.samples.length).toBeGreaterThan(0);
    expect(stats.instructions).toBeGreaterThan(0);
    for (const { stack } of found!.samples) expect(stack).toEqual(['bare', expect.stringMatching(/^0x[0-9a-f]{8}$/)]);
  });

  test('is null unless asked for', async () => {
    expect((await run(new GuestProgram().exit(0))).profile).toBeNull();
  });

  test.each([0, -1, 1.5, Number.NaN])('cannot have an interval of %s', async (interval) => {
    const ran = run(new GuestProgram().exit(0), { profile: { interval } });
    await expect(ran).rejects.toThrow(VmError);
    await expect(ran).rejects.toThrow(/profile: an interval is a whole number/);
  });
});
