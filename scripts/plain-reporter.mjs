/**
 * Closes a vitest run with what can be read at a glance: a line for each suite of vectors, and `N passed, N failed, N
 * skipped` for all.
 */
export default class PlainReporter {
  onTestRunEnd(modules) {
    const total = new Count();
    const vectors = new Map();
    for (const module of modules) {
      if (module.state() === 'failed' && module.children.size === 0) total.failed++;
      for (const test of module.children.allTests()) {
        total.add(test);
        if (!test.parent.name?.startsWith('vectors ')) continue;
        if (!vectors.has(test.parent.name)) vectors.set(test.parent.name, new Count());
        vectors.get(test.parent.name).add(test);
      }
    }
    for (const [name, count] of [...vectors].sort()) console.log(`${name}: ${count}`);
    console.log(`${total}`);
  }
}

class Count {
  passed = 0;
  failed = 0;
  skipped = 0;

  add(test) {
    const { state } = test.result();
    this[state === 'passed' || state === 'failed' ? state : 'skipped']++;
  }

  toString() {
    return `${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`;
  }
}
