import type { AttentionMessage, AttentionTestMessage } from "@dirstream/contracts";
import type { Occurrence } from "./difference.ts";
import { visibleLine } from "./visible-line.ts";

export interface Place {
  readonly account: string;
  /** Without a slash at its end. */
  readonly consoleUrl: string;
}

const LONGEST_NAME = 120;

export const nameOf = ({ name, connector }: Pick<Occurrence, "name" | "connector">): string =>
  name === "" ? connector : visibleLine(name, LONGEST_NAME);

export const pageOf = ({ account, consoleUrl }: Place, { connector, type, kind, holdId }: Occurrence): string => {
  const page = `${consoleUrl}/${account}/connectors/${connector}`;
  return type !== "attention.resolved" && kind === "held" && holdId !== null ? `${page}/holds/${encodeURIComponent(holdId)}` : page;
};

export const messageOf = (place: Place, occurrence: Occurrence): AttentionMessage => ({
  type: occurrence.type,
  timestamp: new Date(occurrence.atMs).toISOString(),
  data: {
    account: place.account,
    connector: { id: occurrence.connector, name: nameOf(occurrence) },
    kind: occurrence.kind,
    since: occurrence.since,
    sentence: visibleLine(occurrence.sentence),
    holdId: occurrence.holdId,
    code: occurrence.code,
    url: pageOf(place, occurrence),
  },
});

export const testMessageOf = ({ account, consoleUrl }: Place, nowMs: number): AttentionTestMessage => ({
  type: "attention.test",
  timestamp: new Date(nowMs).toISOString(),
  data: {
    account,
    sentence: "This is a test. When a connector of this account needs somebody, it is told here.",
    url: `${consoleUrl}/${account}/settings`,
  },
});
