import { createHash } from "node:crypto";

interface RunningService {
  readonly name: string;
  readonly ready: boolean;
}

const style = `
:root { color-scheme: light dark; --ink: light-dark(#1c2733, #e6ebf0); --soft: light-dark(#5b6876, #9aa7b4); --line: light-dark(#d8dee5, #33404d); --paper: light-dark(#fbfcfd, #12181f); --card: light-dark(#fff, #1a222b); --well: light-dark(#1a7f4b, #58c98d); --ill: light-dark(#b3261e, #ff8a80); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 3.5rem 1.25rem; }
h1 { font-size: 2rem; letter-spacing: -0.02em; margin: 0 0 0.25rem; }
h2 { font-size: 1rem; margin: 2.25rem 0 0.6rem; }
p { margin: 0 0 0.75rem; color: var(--soft); }
ul { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
li { display: flex; justify-content: space-between; gap: 1rem; padding: 0.65rem 1rem; border-top: 1px solid var(--line); }
li:first-child { border-top: 0; }
.well { color: var(--well); } .ill { color: var(--ill); }
pre { margin: 0; padding: 1rem; overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--card); font: 14px/1.7 ui-monospace, monospace; }
a { color: inherit; }
`;

const styleHash = createHash("sha256").update(style).digest("base64");

/** The page's own style and nothing else: no script, no frame, nothing from elsewhere. */
export const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const TASKS: Readonly<Record<string, string>> = {
  "directory-projector": "Users, groups, runs and histories",
  "connector-service": "Commands: connectors, synchronise now, holds",
};

/** What somebody finds who opens the origin in a browser. */
export const startPage = (services: readonly RunningService[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>dirstream</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>dirstream</h1>
<p>Synchronises LDAP directories and keeps every change, replayable.</p>
<h2>What answers here</h2>
<ul>
${services.map(serviceLine).join("\n")}
</ul>
<h2>From a terminal</h2>
<pre>npx dirstream connector list
npx dirstream sync watch &lt;connector&gt;
npx dirstream user list
npx dirstream --help</pre>
<h2>From a program</h2>
<p><a href="/api/v1/openapi.json">The API's description (OpenAPI 3.1)</a>. Requests carry a token: <code>Authorization: Bearer …</code></p>
</main>
</body>
</html>
`;

const serviceLine = ({ name, ready }: RunningService): string =>
  `<li><span>${TASKS[name] ?? name}</span><span class="${ready ? "well" : "ill"}">${name} ${ready ? "is ready" : "is not ready"}</span></li>`;
