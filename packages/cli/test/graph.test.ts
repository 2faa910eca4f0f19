import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProvenanceGraph } from '@fullsource/stage';
import { beforeAll, describe, expect, it } from 'vitest';
import { fullsource, scratch } from './support/cli.js';

/** A folder with the report of a whole run. */
let cwd: string;

beforeAll(async () => {
  cwd = scratch();
  const { stdout } = await fullsource(['run', 'm0', '--json', '--no-lock', '--quiet'], { cwd });
  writeFileSync(join(cwd, 'report.json'), stdout);
});

const graph = (...args: string[]) => fullsource(['graph', ...args], { cwd });

describe('fullsource graph', () => {
  it('leads from a tool back to the seed, as text', async () => {
    const { status, stdout, stderr } = await graph('hex1', '--from', 'report.json');
    expect(stdout.replace(/[0-9a-f]{64}/g, 'DIGEST').replace(/\d+ bytes/g, 'N bytes')).toBe(`\
DIGEST  hex0/hex0-seed = bin/hex0 = tmp/hex0-again  (N bytes)  seed
    equals   what hex0/hex0-seed hex0/hex0.hex0 bin/hex0 writes
    equals   what bin/hex0 hex0/hex0.hex0 tmp/hex0-again writes
DIGEST  hex1/hex1.hex0  (N bytes)  source
DIGEST  bin/hex1  (N bytes)
    made by  bin/hex0 hex1/hex1.hex0 bin/hex1
    from     hex0/hex0-seed, hex1/hex1.hex0
`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('runs the chain as far as it must when there is no report, with the same result', async () => {
    const { stdout, stderr } = await graph('M0');
    expect(stdout).toBe((await graph('M0', '--from', 'report.json')).stdout);
    expect(stderr).toMatch(/^hex0: /);
  });

  it('reads a report from standard input', async () => {
    const report = (await fullsource(['run', 'hex0', '--json', '--no-lock', '-q'])).stdout;
    const { stdout } = await fullsource(['graph', 'kaem-0', '--from', '-'], { input: report });
    expect(stdout).toContain('made by  bin/hex0 hex0/kaem-0.hex0 bin/kaem-0');
  });

  it('has one seed behind the whole chain, and every edge between nodes', async () => {
    const { nodes, edges } = JSON.parse((await graph('--json', '--from', 'report.json')).stdout) as ProvenanceGraph;
    expect(nodes.filter(({ kind }) => kind === 'seed').map(({ name }) => name)).toEqual(['hex0/hex0-seed']);
    const known = new Set(nodes.map(({ sha256 }) => sha256));
    expect(edges.length).toBeGreaterThan(nodes.length / 2);
    expect(edges.filter(({ from, to }) => !known.has(from) || !known.has(to))).toEqual([]);
    for (const node of nodes) {
      expect(
        edges.some(({ to }) => to === node.sha256),
        node.name,
      ).toBe(node.kind === 'built');
    }
  });

  const withoutDot = spawnSync('dot', ['-V']).error !== undefined;
  it.skipIf(withoutDot)('is DOT that Graphviz reads [needs Graphviz]', async () => {
    const { stdout } = await graph('--dot', '--from', 'report.json');
    expect(spawnSync('dot', ['-Tsvg'], { input: stdout }).status).toBe(0);
  });

  it('is DOT with --dot', async () => {
    const { stdout } = await graph('hex1', '--dot', '--from', 'report.json');
    expect(stdout).toMatch(/^digraph provenance \{\n.*\n\}\n$/s);
    expect(stdout.match(/->/g)).toHaveLength(2);
  });
});

describe('fullsource graph fails', () => {
  it('for a name that is not on record, and says which tools are', async () => {
    const { status, stderr } = await graph('hex9', '--from', 'report.json');
    expect(stderr).toMatch(/^fullsource: nothing on record is called hex9; the tools are hex0, kaem-0, hex1,/);
    expect(status).toBe(1);
  });

  it.each([
    ['no JSON', 'not json', /^fullsource: file is not JSON: /],
    ['no report', '{"tools": []}', /^fullsource: file is not a report of `fullsource run --json`\n$/],
    ['null', 'null', /^fullsource: file is not a report/],
  ])('for a report that is %s', async (_what, contents, message) => {
    writeFileSync(join(cwd, 'file'), contents);
    const { status, stderr } = await graph('--from', 'file');
    expect(stderr).toMatch(message);
    expect(status).toBe(1);
  });

  it('for a report that is not there', async () => {
    expect(await graph('--from', 'none')).toMatchObject({
      status: 1,
      stderr: 'fullsource: reading none: no such file or folder\n',
    });
  });

  it('for two forms at once', async () => {
    const { status, stderr } = await graph('--dot', '--json', '--from', 'report.json');
    expect(stderr).toContain("option '--json' cannot be used with option '--dot'");
    expect(status).toBe(2);
  });
});
