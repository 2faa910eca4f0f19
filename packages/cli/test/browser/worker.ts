/** The chain in a worker, so that the page stays alive: takes a target, sends events, then what a lock file would say. */
import { stages } from '@fullsource/mes';
import { chain, lockOf } from '@fullsource/stage';

addEventListener('message', async ({ data: until }: MessageEvent<string | undefined>) => {
  const { provenance } = await chain(...stages).run({
    ...(until !== undefined && { until }),
    onProgress: (event) => postMessage({ event }),
  });
  postMessage({ lock: lockOf(provenance) });
});
