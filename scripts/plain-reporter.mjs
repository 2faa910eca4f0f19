/**
 * Closes a vitest run with what can be read at a glance: a line for each suite of vectors, one for each test that failed,
 * and `N passed, N failed, N skipped` for all.
 */
export default class PlainReporter {
  onTestRunEnd(modules) {
    const total = new Count();
    const vectors = new Map();
    const failures = [];
    for (const module of modules) {
      if (module.errors().length > 0) {
        total.failed++;
        failures.push(failure(module.relativeModuleId, module.errors()));
      }
      for (const test of module.children.allTests()) {
        total.add(test);
        const { state, errors } = test.result();
        if (state === 'failed') failures.push(failure(`${module.relativeModuleId}: ${test.fullName}`, errors));
        if (!test.parent.name?.startsWith('vectors ')) continue;
        if (!vectors.has(test.parent.name)) vectors.set(test.parent.name, new Count());
        vectors.get(test.parent.name).add(test);
      }
    }
    for (const [name, count] of [...vectors].sort()) console.log(`${name}: ${count}`);
    for (const line of failures) console.log(line);
    console.log(`${total}`);
  }
}

/** `FAILED: where: the first line of the first error`. */
function failure(where, errors) {
  return `FAILED: ${where}: ${errors?.[0]?.message.split('\n', 1)[0] ?? 'no error is known'}`;
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
