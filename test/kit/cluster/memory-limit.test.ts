import { spawnSync } from 'node:child_process';
import { canLimitMemory, limitMemory } from './memory-limit';

(canLimitMemory() ? describe : describe.skip)('a memory limit', () => {
  test('kills what takes more, and counts it; what takes less goes on', () => {
    const limit = limitMemory('trial', 96);
    const takes = (mb: number) => {
      const script = `const all = []; while (all.length < ${mb}) all.push(Buffer.alloc(1048576, 1));`;
      const [first, ...rest] = [...limit.launcher, process.execPath, '-e', script];
      return spawnSync(first, rest).signal;
    };
    try {
      expect(takes(8)).toBeNull();
      expect(limit.read().kills).toBe(0);
      expect(takes(256)).toBe('SIGKILL');
      expect(limit.read().kills).toBeGreaterThan(0);
    } finally {
      limit.remove();
    }
  });
});
