import type { ShownCertificate, TestedStage } from "@dirstream/contracts";
import {
  IconAlertTriangleFilled,
  IconCircle,
  IconCircleCheckFilled,
  IconCircleMinus,
  IconCircleXFilled,
  IconHistory,
  IconRefresh,
  IconShieldQuestion,
} from "@tabler/icons-react";
import { useSession } from "../../session/session.ts";
import { test as text } from "../../text/en/connect.ts";
import { words } from "../../text/en/words.ts";
import { duration } from "../../text/numbers.ts";
import { shortDate } from "../../text/times.ts";
import { Facts } from "../../ui/Facts.tsx";
import { Foreign } from "../../ui/Foreign.tsx";
import { Certificate } from "./Certificate.tsx";
import { FoundEntries } from "./FoundEntries.tsx";
import { CERTIFICATE_RENEWED, NOT_ENCRYPTED, type ShownStage } from "./rules/tested.ts";
import style from "./TestPanel.module.css";

const looks = {
  passed: [IconCircleCheckFilled, "well"],
  warning: [IconAlertTriangleFilled, "attention"],
  confirm: [IconShieldQuestion, "attention"],
  failed: [IconCircleXFilled, "failed"],
  notApplicable: [IconCircleMinus, "off"],
  notReached: [IconCircle, "off"],
  checking: [IconRefresh, "running"],
  waiting: [IconCircle, "off"],
  outOfDate: [IconHistory, "off"],
} as const;

interface Shown {
  readonly shown: ShownStage;
  readonly isRelaxed: boolean;
  readonly onTrust: (certificate: ShownCertificate) => void;
}

export const Stage = ({ shown, isRelaxed, onTrust }: Shown) => {
  const decided = shown.state === "decided" ? shown.decided : undefined;
  const isOutOfDate = shown.state === "decided" && shown.isOutOfDate;
  const word = isOutOfDate ? "outOfDate" : shown.state === "decided" ? shown.decided.outcome : shown.state;
  const [Icon, tone] = looks[word];
  const isTold = decided !== undefined && decided.outcome !== "notReached";
  // Unencrypted is what somebody has chosen, and what should not be chosen.
  const isUnencrypted = decided?.code === NOT_ENCRYPTED && !isOutOfDate;
  return (
    <li className={style.stage} data-tone={isUnencrypted ? "attention" : tone} data-out-of-date={isOutOfDate || undefined}>
      <Icon size={17} aria-hidden className={style.icon} />
      <div className={style.told}>
        <p className={style.line}>
          <span className={style.name}>{text.stages[shown.stage]}</span>
          <span className={style.outcome}>{isUnencrypted ? text.outcomes.notEncrypted : text.outcomes[word]}</span>
          {isTold && decided.outcome !== "notApplicable" && <span className={style.took}>{duration(decided.durationMs)}</span>}
        </p>
        {isTold && <Told decided={decided} isOutOfDate={isOutOfDate} isRelaxed={isRelaxed} onTrust={onTrust} />}
      </div>
    </li>
  );
};

interface ToldShown {
  readonly decided: TestedStage;
  readonly isOutOfDate: boolean;
  readonly isRelaxed: boolean;
  readonly onTrust: (certificate: ShownCertificate) => void;
}

const Told = ({ decided, isOutOfDate, isRelaxed, onTrust }: ToldShown) => {
  const { message, advice, certificate, pinned, found, outcome, code } = decided;
  const mayBeTrusted = outcome === "confirm" || code === CERTIFICATE_RENEWED;
  const facts = factsOf(decided);
  return (
    <>
      <p className={style.message}>
        <Foreign text={message} />
      </p>
      {advice !== null && (
        <p className={style.advice}>
          <Foreign text={advice} />
        </p>
      )}
      {decided.stage === "connect" && outcome === "failed" && <OurAddresses />}
      {certificate !== undefined && (
        <Certificate
          certificate={certificate}
          confirmed={pinned?.certificate}
          isOpen={outcome !== "passed" && !isOutOfDate}
          onTrust={mayBeTrusted && isRelaxed && !isOutOfDate ? onTrust : undefined}
        />
      )}
      {found?.map((sample) => (
        <FoundEntries key={sample.kind} found={sample} />
      ))}
      {facts.length > 0 && (
        <details className={style.details}>
          <summary>{words.details}</summary>
          <Facts facts={facts} />
        </details>
      )}
    </>
  );
};

/** Where a connection fails, a firewall is asked first, and it asks back from where it comes. */
const OurAddresses = () => {
  const { egressRanges } = useSession().deployment;
  return egressRanges.length > 0 && <p className={style.advice}>{text.ourAddresses(egressRanges.join(", "))}</p>;
};

const factsOf = ({ code, addresses, address, localAddress, account, tracking }: TestedStage): Parameters<typeof Facts>[0]["facts"] => {
  const { details, vendors, ways } = text;
  const yesNo = (value: boolean | null) => (value === null ? undefined : value ? details.yes : details.no);
  const day = (value: string | null) => (value === null ? undefined : shortDate(value));
  return [
    [details.code, code ?? undefined],
    [details.addresses, addresses?.join(", ")],
    [details.address, address],
    [details.localAddress, localAddress],
    [details.neverExpires, account && yesNo(account.passwordNeverExpires)],
    [details.passwordExpires, account && day(account.passwordExpires)],
    [details.accountExpires, account && day(account.accountExpires)],
    [details.product, tracking && <Foreign key="product" text={tracking.product ?? vendors[tracking.vendor]} />],
    [details.way, tracking && ways[tracking.way]],
    [details.mark, tracking?.mark ?? undefined],
    [details.tombstones, tracking && yesNo(tracking.tombstones)],
  ].filter((fact): fact is [string, string] => fact[1] !== undefined);
};
