// Makes dist/ a package of its own: npm packs `exports` as they stand, and those of the workspace point at the TypeScript sources.
import { cpSync, readFileSync, writeFileSync } from "node:fs";

const inHere = (path) => new URL(path, import.meta.url);
const { name, version, description, type, dependencies } = JSON.parse(readFileSync(inHere("package.json"), "utf8"));
const exports = {
  ".": { types: "./index.d.ts", default: "./index.js" },
  "./asyncapi.yaml": "./asyncapi.yaml",
  "./schemas/*": "./schemas/*",
};
const manifest = { name, version, description, type, exports, dependencies };
writeFileSync(inHere("dist/package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
for (const path of ["README.md", "asyncapi.yaml", "schemas", "samples"]) cpSync(inHere(path), inHere(`dist/${path}`), { recursive: true });
