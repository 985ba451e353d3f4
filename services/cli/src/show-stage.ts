import type { Certificate, TestedStage } from "./answers.ts";
import { printable } from "./printable.ts";
import { certificateFacts } from "./show-certificate.ts";
import { formatFacts } from "./table.ts";

const STAGES: Readonly<Record<string, string>> = {
  resolve: "name resolution",
  connect: "TCP connection",
  tls: "encryption",
  bind: "sign-in",
  base: "domain root",
  read: "read rights",
  account: "query account",
  changes: "change tracking",
};
const OUTCOMES: Readonly<Record<string, string>> = { notApplicable: "not applicable", notReached: "not reached" };

const widest = (words: readonly string[]): number => Math.max(...words.map(({ length }) => length));
const OUTCOME_WIDTH = widest(Object.values(OUTCOMES)) + 2;
const INDENT = OUTCOME_WIDTH + widest(Object.values(STAGES)) + 2;

/** One stage of a connection test as a line, with what it found below. */
export const showStage = (stage: TestedStage): string => {
  const outcome = (OUTCOMES[stage.outcome] ?? stage.outcome).padEnd(OUTCOME_WIDTH);
  const name = (STAGES[stage.stage] ?? stage.stage).padEnd(INDENT - OUTCOME_WIDTH);
  const took = stage.outcome === "notReached" ? "" : ` (${stage.durationMs} ms)`;
  const below = [stage.advice ?? "", certificateOf(stage), sampleOf(stage)].filter((text) => text !== "").join("\n");
  const indented = below.split("\n").filter((line) => line !== "");
  return [`${outcome}${name}${printable(stage.message)}${took}`, ...indented.map((line) => `${" ".repeat(INDENT)}${printable(line)}`)]
    .map((line) => `${line}\n`)
    .join("");
};

const certificateOf = ({ certificate, pinned }: TestedStage): string => {
  if (!certificate) return "";
  return formatFacts([
    ...certificateFacts(certificate),
    ["confirmed", pinned && `${pinned.keySha256}, for the ${pinned.of} host`],
    ["in", pinned?.certificate && pinned.certificate.sha256 !== certificate.sha256 ? inAnother(pinned.certificate) : undefined],
    ["trusted", certificate.trusted ? "yes" : `not by itself: ${certificate.distrust}`],
  ]);
};

const inAnother = ({ subject, issuer, validTo }: Certificate): string =>
  `another certificate: ${subject}, issued by ${issuer}, valid until ${validTo.slice(0, 10)}`;

const sampleOf = ({ found }: TestedStage): string =>
  (found ?? [])
    .flatMap(({ kind, sample }) =>
      sample.map(
        ({ name, mail, state }) => `${kind}: ${[name, mail ? `<${mail}>` : "", state === "active" ? "" : `(${state})`].join(" ").trim()}`,
      ),
    )
    .join("\n");
