import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';

/** Smaller ones are not worth a second file. */
const packedBytesMin = 1_000;

/** Beside each file its packed one, which the server sends as it lies there: `page/packed.ts`. */
const pack = {
  name: 'pack',
  writeBundle({ dir = '' }) {
    for (const name of readdirSync(dir, { recursive: true })) {
      if (!/\.(?:js|css|html)$/.test(name)) continue;
      const plain = readFileSync(join(dir, name));
      if (plain.length < packedBytesMin) continue;
      const packed = gzipSync(plain, { level: constants.Z_BEST_COMPRESSION });
      writeFileSync(join(dir, `${name}.gz`), packed);
    }
  },
};

/** The operators' page: from here to `built`, which the role `operations` serves under /app/. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/app/',
  plugins: [pack],
  build: {
    outDir: 'built',
    emptyOutDir: true,
    target: ['chrome111', 'firefox115', 'safari16.4'],
    // The policy of the page allows no script inside it, and data: only for images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Whose code is in the page: for the image's list of what is in it (k8s/image).
    license: { fileName: '.vite/license.json' },
    rolldownOptions: {
      // How long the build's own parts took is of no use to who runs it.
      checks: { pluginTimings: false },
      onwarn: (warning, tell) => {
        // Says of React's libraries what concerns servers that render them.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') tell(warning);
      },
    },
  },
});
