import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createParentPort } from './parent-port.js';

class FakeParent extends EventEmitter {
  readonly sent: unknown[] = [];
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
}

describe('the port of a utility process', () => {
  it('carries messages both ways, until its listener unsubscribes', () => {
    const parent = new FakeParent();
    const port = createParentPort(parent);
    const heard: unknown[] = [];
    const stop = port.onMessage((message) => heard.push(message));
    port.send({ a: 1 });
    parent.emit('message', { data: 'first' });
    stop();
    parent.emit('message', { data: 'second' });
    expect(parent.sent).toEqual([{ a: 1 }]);
    expect(heard).toEqual(['first']);
  });
});
