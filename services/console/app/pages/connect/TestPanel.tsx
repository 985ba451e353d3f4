import type { ShownCertificate, TestedStage } from "@dirstream/contracts";
import { Button, VisuallyHidden } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleCheckFilled,
  IconCircleXFilled,
  IconHistory,
  IconRefresh,
  IconShieldQuestion,
} from "@tabler/icons-react";
import { type Ref, useId } from "react";
import type { Role } from "../../session/session.ts";
import { test as text } from "../../text/en/connect.ts";
import { Foreign } from "../../ui/Foreign.tsx";
import { Host } from "../../ui/Host.tsx";
import { ProblemNotice } from "../../ui/ProblemNotice.tsx";
import { RoleGate } from "../../ui/RoleGate.tsx";
import { Section } from "../../ui/Section.tsx";
import { isAboutFields } from "./about-fields.ts";
import type { Fields } from "./rules/fields.ts";
import { invalidFrom } from "./rules/invalidated.ts";
import { stagesOf, type Tested, type Verdict, verdictOf } from "./rules/tested.ts";
import { Stage } from "./Stage.tsx";
import style from "./TestPanel.module.css";
import type { ConnectionTest } from "./use-connection-test.ts";

interface Shown {
  readonly test: ConnectionTest;
  readonly fields: Fields;
  readonly onTest: () => void;
  /** What is saved may be tested by whoever operates it; what is not, only by who could save it. */
  readonly needs?: Role;
  readonly onTrust: (role: TestedStage["role"], certificate: ShownCertificate) => void;
  /** Of what the test has come to: there the focus goes when that is what somebody has to read. */
  readonly result: Ref<HTMLDivElement>;
}

/** Whether the directory can be reached, step by step, as it is found out. */
export const TestPanel = ({ test, fields, onTest, needs = "admin", onTrust, result }: Shown) => {
  const { tested, isRunning, error, stop } = test;
  const button = isRunning ? (
    <Button variant="default" size="xs" onClick={stop}>
      {text.stop}
    </Button>
  ) : (
    <RoleGate needs={needs} variant="default" size="xs" onClick={onTest}>
      {tested === undefined ? text.button : text.again}
    </RoleGate>
  );
  return (
    <Section title={text.title} aside={button}>
      <div role="status" ref={result} tabIndex={-1} className={style.outcomeOfAll}>
        {tested === undefined ? <p className={style.empty}>{text.empty}</p> : <Result test={test} fields={fields} />}
      </div>
      {error !== undefined && !isAboutFields(error) && <ProblemNotice error={error} />}
      {tested !== undefined && tested.stages.length + Number(isRunning) > 0 && (
        <Hosts tested={tested} fields={fields} isRunning={isRunning} onTrust={onTrust} />
      )}
    </Section>
  );
};

const looks = {
  passed: [IconCircleCheckFilled, "well"],
  warning: [IconAlertTriangle, "attention"],
  secondary: [IconAlertTriangle, "attention"],
  confirm: [IconShieldQuestion, "attention"],
  failed: [IconCircleXFilled, "failed"],
  onlySecondary: [IconCircleXFilled, "failed"],
  outOfDate: [IconHistory, "off"],
} as const;

const sentenceOf = (verdict: Verdict): string => {
  const { results, stages } = text;
  switch (verdict.kind) {
    case "warning":
      return results.warning(verdict.count);
    case "failed":
    case "secondary":
    case "onlySecondary":
      return results[verdict.kind](stages[verdict.at.stage]);
    default:
      return results[verdict.kind];
  }
};

const Result = ({ test: { tested, isRunning, error }, fields }: { readonly test: ConnectionTest; readonly fields: Fields }) => {
  if (isRunning)
    return (
      <p className={style.result} data-tone="running">
        <IconRefresh size={17} aria-hidden /> {text.running}
      </p>
    );
  if (tested === undefined || error !== undefined) return null;
  if (tested.outcome === undefined) return <p className={style.result}>{text.broken}</p>;
  const verdict = verdictOf(tested, fields);
  const [Icon, tone] = looks[verdict.kind];
  return (
    <p className={style.result} data-tone={tone}>
      <Icon size={17} aria-hidden /> {sentenceOf(verdict)}
      {"at" in verdict && <ReadOut at={verdict.at} />}
    </p>
  );
};

/** What stands beside the stage is also said at once to who cannot see it. */
const ReadOut = ({ at: { message, advice } }: { readonly at: TestedStage }) => (
  <VisuallyHidden>
    {" "}
    <Foreign text={message} /> {advice !== null && <Foreign text={advice} />}
  </VisuallyHidden>
);

interface Told {
  readonly tested: Tested;
  readonly fields: Fields;
  readonly isRunning: boolean;
  readonly onTrust: (role: TestedStage["role"], certificate: ShownCertificate) => void;
}

const Hosts = ({ tested, fields, isRunning, onTrust }: Told) => {
  const heading = useId();
  const { primaryHost, secondaryHost } = tested.fields;
  const hosts = [
    { role: "primary", host: primaryHost },
    { role: "secondary", host: secondaryHost.trim() },
  ] as const;
  return hosts
    .filter(({ host }) => host !== "")
    .map(({ role, host }) => (
      <div key={role} className={style.host}>
        <h3 id={`${heading}-${role}`} className={style.role}>
          {text.roles[role]} <Host name={host} />
        </h3>
        <ol className={style.stages} aria-labelledby={`${heading}-${role}`}>
          {stagesOf(tested, role, { from: invalidFrom(tested.fields, fields, role), isRunning }).map((shown) => (
            <Stage
              key={shown.stage}
              shown={shown}
              isRelaxed={fields.encryptionMode === "relaxed"}
              onTrust={(certificate) => onTrust(role, certificate)}
            />
          ))}
        </ol>
      </div>
    ));
};
