import { defineConfig } from 'vite';

/** The window as files of one origin: no inline script or style, nothing as `data:`, one chunk for each language. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  build: {
    outDir: '../build/window',
    emptyOutDir: true,
    target: ['chrome111'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ test: /\/locales\/[^/]+\/[^/]+\.json$/, name: languageOf, debugName: 'locales' }],
        },
      },
    },
  },
});

function languageOf(file: string): string {
  return `locale-${/\/locales\/([^/]+)\//.exec(file)?.[1] ?? 'other'}`;
}
