import type { WriteStream } from 'node:tty';
import type { StageEvent } from '@fullsource/stage';
import { counted, duration } from './numbers.js';
import { painter } from './style.js';

/** Shows how far a run is. */
export interface Progress {
  readonly onProgress: (event: StageEvent) => void;
  /** Clears what is only there while the run lasts. */
  end(): void;
}

/** Progress on a stream: one line that moves on a terminal, one line for each finished stage elsewhere. */
export function progressOn(stream: NodeJS.WriteStream, steps: number, label?: string): Progress {
  const prefix = label === undefined ? '' : `${label}: `;
  return stream.isTTY && process.env.TERM !== 'dumb' ? movingLine(stream, steps, prefix) : lineByStage(stream, prefix);
}

function movingLine(stream: WriteStream, steps: number, prefix: string): Progress {
  const paint = painter(stream);
  const clear = '\r\x1b[K';
  let done = 0;
  return {
    onProgress(event) {
      if (event.type === 'step-end') done++;
      if (event.type !== 'step-start') return;
      const command = event.argv.join(' ').replaceAll('\n', ' ');
      const head = `${prefix}${String(done + 1).padStart(String(steps).length)}/${steps} `;
      const room = Math.max(10, (stream.columns || 80) - head.length - 1);
      const text = command.length > room ? `${command.slice(0, room - 1)}…` : command;
      stream.write(`${clear}${paint('dim', head)}${text}`);
    },
    end: () => void stream.write(clear),
  };
}

function lineByStage(stream: NodeJS.WriteStream, prefix: string): Progress {
  let steps = 0;
  let start = 0;
  return {
    onProgress(event) {
      if (event.type === 'stage-start') {
        steps = 0;
        start = performance.now();
      } else if (event.type === 'step-end') steps++;
      else if (event.type === 'stage-end') {
        const tools = event.tools.map(({ name }) => name).join(', ');
        stream.write(
          `${prefix}${event.stage}: ${tools} (${counted(steps, 'step')}, ${duration(performance.now() - start)})\n`,
        );
      }
    },
    end() {},
  };
}
