import { createReadStream, createWriteStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { constants, createBrotliCompress, createGzip } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const app = join(import.meta.dirname, "app");
const out = join(import.meta.dirname, "dist/app");

/** Where `npm start` answers: `npx vite` in this folder shows the pages as they are being written, on its data. */
const RUNNING_SYSTEM = "http://127.0.0.1:7400";

/** Of what lies under /session, these are pages. */
const OWN_PAGES = /^\/session\/(?:link|done)(?:\?|$)/;

export default defineConfig({
  root: app,
  plugins: [react(), compressed()],
  build: {
    outDir: out,
    emptyOutDir: true,
    // Browsers that know light-dark(), since the spring of 2024.
    target: ["chrome123", "edge123", "firefox121", "safari17.5"],
    // Nothing inside the pages: the content security policy allows no script or image that stands in a document.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: "licenses.md" },
  },
  server: {
    proxy: {
      "/api": RUNNING_SYSTEM,
      "/session": {
        target: RUNNING_SYSTEM,
        bypass: ({ method, url = "" }) => (method === "GET" && OWN_PAGES.test(url) ? "/index.html" : undefined),
      },
    },
  },
});

const SMALLEST_BYTES = 1_024;

/** Each file also as .br and .gz, so that the server compresses nothing while somebody waits. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    closeBundle: async () => {
      const names = (await readdir(out, { recursive: true })).filter((name) => /\.(js|css|svg)$/.test(name));
      await Promise.all(
        names.map(async (name) => {
          const file = join(out, name);
          if ((await stat(file)).size < SMALLEST_BYTES) return;
          const brotli = createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
          await pipeline(createReadStream(file), brotli, createWriteStream(`${file}.br`));
          await pipeline(createReadStream(file), createGzip({ level: 9 }), createWriteStream(`${file}.gz`));
        }),
      );
    },
  };
}
