import { defineConfig } from "vite";

// One entry per island. Templates ask for them by name: {{ vite_tags("app") }}.
export default defineConfig({
  // Relative, so that the product may be served below a path.
  base: "./",
  publicDir: false,
  build: {
    outDir: "../static/assets",
    assetsDir: ".",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    // Inlined files would need data: in more places of the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      input: {
        app: "src/app.ts",
        viewer: "src/viewer.ts",
        compare: "src/compare.ts",
        diagram: "src/studio/diagram.ts",
        form: "src/studio/form.ts",
        table: "src/studio/table.ts",
      },
    },
  },
});
