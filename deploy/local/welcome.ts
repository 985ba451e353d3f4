import { relative } from "node:path";
import type { LocalRun } from "./start-local.ts";

/** What to open and to type next. */
export const welcome = ({ home, file, link }: LocalRun, connectorId: string | undefined): string => {
  const within = relative(process.cwd(), home);
  const place = within.startsWith("..") ? home : within;
  const rows = [
    [`${file.url}/api/v1/openapi.json`, "the API; its token is in run.json"],
    ...(connectorId === undefined
      ? [["npx dirstream connector add --help", "register a directory"]]
      : [
          ["npx dirstream user list", "who is in the demo directory"],
          ["npx dirstream group list", "its groups, nested ones too"],
          [`npx dirstream connector sync ${connectorId}`, "read the directory again now"],
        ]),
    ["npx dirstream --help", "everything else"],
  ];
  const width = Math.max(...rows.map(([what = ""]) => what.length));
  const lines = rows.map(([what = "", why]) => `  ${what.padEnd(width)}   ${why}`);
  return [
    "",
    "dirstream is running. Open this link; it signs you in, within a day:",
    "",
    `  ${link}`,
    "",
    ...lines,
    "",
    `Data, keys, logs and run.json are in ${place}. Ctrl-C stops everything; the data stays.`,
  ].join("\n");
};
