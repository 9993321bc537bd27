import { expect, test } from 'vitest';
import { plainPath } from './plain-path.js';

test.each([
  ['  /home/ada/kokoro ', '/home/ada/kokoro'],
  ['"/home/ada/my models"', '/home/ada/my models'],
  ["'/home/ada/kokoro'", '/home/ada/kokoro'],
  ['"/home/ada', '"/home/ada'],
  ['file:///home/ada/my%20models', '/home/ada/my models'],
  ['file:///C:/models/kokoro', 'C:/models/kokoro'],
  ['C:\\models\\kokoro', 'C:\\models\\kokoro'],
  ['', ''],
])('%s means %s', (pasted, path) => expect(plainPath(pasted)).toBe(path));
