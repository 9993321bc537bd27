import type { InstanceCommand } from '../engine/host/instance/instance-command.js';

/** Commands that may come before anybody can run them: files opened while the app starts, a second start. */
export interface CommandQueue {
  push(command: InstanceCommand): void;
  /** Hears what has waited, then what comes. */
  onCommand(run: (command: InstanceCommand) => void): void;
}

/** Creates an empty queue. */
export function createCommandQueue(): CommandQueue {
  const waiting: InstanceCommand[] = [];
  let runner: ((command: InstanceCommand) => void) | undefined;
  return {
    push(command) {
      if (runner) runner(command);
      else waiting.push(command);
    },
    onCommand(run) {
      runner = run;
      for (const command of waiting.splice(0)) run(command);
    },
  };
}
