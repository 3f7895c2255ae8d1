import react from '@vitejs/plugin-react';
import { type UserConfig, defineConfig } from 'vite';

/** Where `npm run pages` finds a running product, such as `npm run demo`. */
const PRODUCT = 'http://127.0.0.1:8080';

export const pages: UserConfig = {
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist/pages',
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'], // from these on `light-dark()` is known
    assetsInlineLimit: 0, // the policy lets nothing in but our own files: no data: addresses
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: 'manifest.json', // says what the first load is made of
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/sign-in', '/health', '/metrics'].map((path) => [path, process.env['PRODUCT_URL'] ?? PRODUCT]),
    ),
  },
};

// eslint-disable-next-line no-restricted-syntax -- Vite looks for the default export
export default defineConfig(pages);
