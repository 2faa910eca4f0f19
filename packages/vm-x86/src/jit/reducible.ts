import { End, type FunctionGraph } from './graph.js';

/**
 * Gives a loop with several entries a single one. All edges to the entries go to a new head, which branches to the entry
 * that a selector names:
 *
 *     a   b          a: selector = 0   b: selector = 1
 *     |   |                    \         /
 *     x ⇄ y     becomes           test ⇄ .. x and y, each setting the selector for the other
 *
 * `from` → `to` is an edge that closes such a loop: `to` does not dominate `from`.
 */
export function makeReducible(graph: FunctionGraph, from: number, to: number): void {
  const loop = loopOf(graph, graph.commonDominator(from, to), to);
  const entries = entriesOf(graph, loop);
  const blocks = graph.count;
  const head = addTests(graph, entries);
  entries.forEach((entry, value) => {
    // One for edges from outside, and one for those that close the loop: the head has to dominate these.
    const outer = addSelect(graph, entry, value, head);
    const inner = addSelect(graph, entry, value, head);
    for (let block = 0; block < blocks; block++) {
      const selector = loop.has(block) ? inner : outer;
      if (graph.taken[block] === entry) graph.taken[block] = selector;
      if (graph.next[block] === entry) graph.next[block] = selector;
    }
  });
}

function addSelect(graph: FunctionGraph, entry: number, value: number, head: number): number {
  const selector = graph.addBlock();
  graph.end[selector] = End.select;
  graph.next[selector] = head;
  graph.selector[selector] = value;
  graph.first[selector] = graph.first[entry]!;
  graph.address[selector] = graph.address[entry]!;
  return selector;
}

/** Blocks below `above` in the tree of dominators that can be reached from `block` and can reach it. */
function loopOf(graph: FunctionGraph, above: number, block: number): Set<number> {
  const candidates = new Set<number>();
  for (let b = above + 1; b < graph.count; b++) if (graph.dominates(above, b)) candidates.add(b);
  const predecessors = new Map<number, number[]>();
  for (const b of candidates) {
    for (const successor of successorsOf(graph, b)) {
      if (candidates.has(successor)) predecessors.set(successor, [...(predecessors.get(successor) ?? []), b]);
    }
  }
  const forwards = reach(block, (b) => successorsOf(graph, b).filter((s) => candidates.has(s)));
  const backwards = reach(block, (b) => predecessors.get(b) ?? []);
  return new Set([...forwards].filter((b) => backwards.has(b)));
}

function successorsOf(graph: FunctionGraph, block: number): number[] {
  return [graph.taken[block]!, graph.next[block]!].filter((successor) => successor >= 0);
}

function reach(start: number, neighbours: (block: number) => readonly number[]): Set<number> {
  const seen = new Set([start]);
  const work = [start];
  for (let block = work.pop(); block !== undefined; block = work.pop()) {
    for (const neighbour of neighbours(block)) {
      if (seen.has(neighbour)) continue;
      seen.add(neighbour);
      work.push(neighbour);
    }
  }
  return seen;
}

/** Blocks of the loop to which edges from outside lead. */
function entriesOf(graph: FunctionGraph, loop: Set<number>): number[] {
  const entries = new Set<number>();
  for (let block = 0; block < graph.count; block++) {
    if (loop.has(block)) continue;
    for (const successor of successorsOf(graph, block)) if (loop.has(successor)) entries.add(successor);
  }
  return [...entries];
}

/** A chain of tests of the selector; returns the first, the loop's new head. */
function addTests(graph: FunctionGraph, entries: readonly number[]): number {
  let next = entries[entries.length - 1]!;
  for (let value = entries.length - 2; value >= 0; value--) {
    const test = graph.addBlock();
    graph.end[test] = End.test;
    graph.taken[test] = entries[value]!;
    graph.next[test] = next;
    graph.selector[test] = value;
    graph.first[test] = graph.first[entries[value]!]!;
    graph.address[test] = graph.address[entries[value]!]!;
    next = test;
  }
  return next;
}
