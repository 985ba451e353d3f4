import type { EntryChangedData } from "@dirstream/contracts";
import { describe, expect, test } from "vitest";
import { approvedLog, exampleLog } from "../fixtures/example-log.ts";
import { buildLog } from "../fixtures/log-builder.ts";
import type { Leaf } from "../fixtures/run-builder.ts";
import { checkEntryChains } from "./entry-chains.ts";
import { decodeLog } from "./stored-message.ts";

test("L6: histories as the fetcher writes them break nothing", () => {
  expect(checkEntryChains(decodeLog(exampleLog().messages).events)).toEqual([]);
  expect(checkEntryChains(decodeLog(approvedLog().messages).events)).toEqual([]);
});

test("L6: a new kind of one entry is a removal and a creation, and the way back as well", () => {
  const log = buildLog();
  for (const [from, to] of [
    [undefined, "user"],
    ["user", "contact"],
    ["contact", "user"],
  ] as const) {
    const run = log.start();
    run.batch([
      ...(from === undefined ? [] : [{ entry: "one", kind: from, evidence: "reclassified" as const }]),
      { entry: "one", kind: to, ...(from === undefined ? {} : { lie: { changes: ["created" as const, "reclassified" as const] } }) },
    ]);
    run.complete();
  }
  expect(checkEntryChains(decodeLog(log.messages).events)).toEqual([]);
});

/** What the second event of one entry is said to have broken. */
const saidOf = (second: Omit<Extract<Leaf, { entry: string }>, "entry">, first: typeof second = {}): string[] => {
  const log = buildLog();
  for (const leaf of [first, second]) {
    const run = log.start();
    run.batch([{ entry: "one", attributes: { uid: ["one"], mail: ["one@example.com", "first@example.com"] }, ...leaf }]);
    run.complete();
  }
  const sequence = log.lastSequence("DIRECTORY") - 1;
  const violations = checkEntryChains(decodeLog(log.messages).events).filter((violation) => violation.sequence === sequence);
  expect(violations.every(({ invariant }) => invariant === "L6")).toBe(true);
  return violations.map(({ what }) => what.slice(what.indexOf(": ") + 2));
};

const mail = (...values: string[]) => ({ attributes: { uid: ["one"], mail: values } });
const lie = (data: Partial<EntryChangedData>) => ({ ...mail("new@example.com"), lie: data });

describe("L6: an event is named that", () => {
  test.each([
    ["does not name the event before", lie({ previous: null }), "previous is null, and 3 is before it"],
    [
      "names another event as the one before",
      lie({ previous: { sequence: 2, fingerprint: "0".repeat(64) } }),
      "previous names 2; the event before is 3",
    ],
    [
      "gives the event before another fingerprint",
      lie({ previous: { sequence: 3, fingerprint: "0".repeat(64) } }),
      "previous has another fingerprint than the event before",
    ],
    [
      "has another image than its fingerprint",
      { ...mail("new@example.com"), headers: { Fingerprint: "0".repeat(64) } },
      "the Fingerprint header is not that of the image",
    ],
    [
      "has another state than its header",
      { ...mail("new@example.com"), headers: { State: "disabled" } },
      "the State header says disabled, the event active",
    ],
    [
      "says updated where only the name is another",
      { dn: "uid=one,dc=net", lie: { changes: ["moved", "updated"] } },
      "changes say updated, which did not happen",
    ],
    ["does not say that the entry moved", { dn: "uid=one,dc=net", lie: { changes: ["updated"] } }, "changes lack moved"],
    ["does not say that the entry was disabled", { state: "disabled", lie: { changes: ["updated"] } }, "changes lack disabled"],
    ["says that the entry was enabled", lie({ changes: ["enabled", "updated"] }), "changes say enabled, which did not happen"],
    ["says that the entry was created", lie({ changes: ["created"] }), "changes say created, which did not happen"],
    ["does not list what changed", lie({ changed: {} }), "changed lacks mail"],
    [
      "tells another before",
      lie({ changed: { mail: { before: ["x"], after: ["new@example.com"] } } }),
      "changed has another before of mail than the event before",
    ],
    [
      "tells another after",
      lie({ changed: { mail: { before: ["first@example.com", "one@example.com"], after: ["x"] } } }),
      "changed has another after of mail than the event itself",
    ],
    [
      "keeps the image of a removed entry",
      { evidence: "tombstone", lie: { attributes: { uid: ["one"] } } },
      "a removed entry keeps an image",
    ],
    [
      "removes without evidence",
      { evidence: "tombstone", lie: { evidence: undefined } as never },
      "evidence belongs to a removal, and only to it",
    ],
  ] as const)("%s", (_what, second, expected) => {
    expect(saidOf(second as Parameters<typeof saidOf>[0])).toContain(expected);
  });

  test("tells nothing new: the order of values is none", () => {
    expect(saidOf({ ...mail("first@example.com", "one@example.com"), lie: { changes: ["updated"] } })).toEqual([
      "nothing differs from the event before",
      "changes say updated, which did not happen",
    ]);
  });

  test("lists what did not change", () => {
    const changed = { mail: { before: ["one@example.com", "first@example.com"], after: ["new@example.com"] } };
    expect(saidOf(lie({ changed: { ...changed, uid: { before: ["one"], after: ["one"] } } }))).toEqual([
      "changed lists uid, which did not change",
    ]);
  });

  test("removes what is removed already, or restores what is here", () => {
    const removed = { evidence: "tombstone" } as const;
    expect(saidOf({ ...removed }, { lie: { changes: ["removed"] }, ...removed }).join()).toContain("it is removed again");
    expect(saidOf(lie({ changes: ["restored"] }))).toContain("changes say restored, which did not happen");
  });
});
