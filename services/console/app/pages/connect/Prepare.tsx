import { Button, Checkbox, SegmentedControl } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy, IconEye, IconEyeOff } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useId, useRef, useState } from "react";
import { useAccount } from "../../session/account.ts";
import { useSession } from "../../session/session.ts";
import { dn, form, prepare as text } from "../../text/en/connect.ts";
import { words } from "../../text/en/words.ts";
import { Host } from "../../ui/Host.tsx";
import { ButtonLink } from "../../ui/Link.tsx";
import { Page } from "../../ui/Page.tsx";
import { Section } from "../../ui/Section.tsx";
import { DnHelp } from "./DnHelp.tsx";
import { changeDraft, type Draft, useDraft } from "./draft.ts";
import style from "./Prepare.module.css";
import { changed, MODES, type Mode } from "./rules/fields.ts";
import { Foot, Steps, useTrail } from "./Steps.tsx";

/** What has to be seen to before a directory can be connected. */
export const Prepare = () => {
  const { account } = useAccount();
  const draft = useDraft(account);
  const navigate = useNavigate();
  const [tried, setTried] = useState(false);
  const gcds = useRef<HTMLInputElement>(null);
  const isConfirmed = draft.environment !== "g-suite" || draft.gcdsConfirmed;
  const next = () => {
    setTried(true);
    if (!isConfirmed) return gcds.current?.focus();
    if (draft.progress !== "entering") changeDraft(account, { progress: "prepared" });
    void navigate({ to: "/$account/connect/directory", params: { account } });
  };
  return (
    <Page title={text.title} lead={text.lead} trail={useTrail()} tabs={<Steps at="prepare" />}>
      <Section title={text.rights.title}>
        <ul className={style.list}>
          {text.rights.list.map((right) => (
            <li key={right}>{right}</li>
          ))}
        </ul>
      </Section>
      <div className={style.cards}>
        <CertificateCard account={account} draft={draft} />
        <Card title={text.account.title} isChecked>
          <p>{text.account.text}</p>
          <ul className={style.list}>
            {text.account.list.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Card>
        <FirewallCard mode={draft.fields.encryptionMode} />
        {draft.environment === "g-suite" && (
          <Card title={text.gcds.title}>
            <p>{text.gcds.text}</p>
            <Checkbox
              ref={gcds}
              label={text.gcds.confirm}
              checked={draft.gcdsConfirmed}
              onChange={({ currentTarget }) => changeDraft(account, { gcdsConfirmed: currentTarget.checked })}
              error={tried && !draft.gcdsConfirmed && text.gcds.missing}
              required
            />
          </Card>
        )}
      </div>
      <Section title={dn.title}>
        <DnHelp />
      </Section>
      <Foot
        back={
          <ButtonLink to="/$account/connect" params={{ account }} variant="default">
            {text.back}
          </ButtonLink>
        }
      >
        <Button onClick={next}>{text.next}</Button>
      </Foot>
    </Page>
  );
};

interface CardShown {
  readonly title: string;
  readonly isChecked?: boolean;
  /** Said instead of who checks it, where there is nothing to see to. */
  readonly notNeeded?: string | undefined;
  readonly children: ReactNode;
}

const Card = ({ title, isChecked = false, notNeeded, children }: CardShown) => {
  const Icon = isChecked ? IconEye : IconEyeOff;
  return (
    <div className={style.card} data-not-needed={notNeeded === undefined ? undefined : true}>
      <Section title={title} aside={notNeeded !== undefined && <span className={style.notNeeded}>{notNeeded}</span>}>
        <div className={style.inside}>
          {children}
          {notNeeded === undefined && (
            <p className={style.checked}>
              <Icon size={15} aria-hidden /> {isChecked ? text.checked : text.notChecked}
            </p>
          )}
        </div>
      </Section>
    </div>
  );
};

const CertificateCard = ({ account, draft: { fields } }: { readonly account: string; readonly draft: Draft }) => {
  const label = useId();
  const isNone = fields.encryptionMode === "none";
  return (
    <Card title={text.certificate.title} isChecked notNeeded={isNone ? text.certificate.none : undefined}>
      <p>{text.certificate.text}</p>
      <p>{isNone ? text.certificate.modeNone : text.certificate.relaxed}</p>
      <div>
        <p id={label} className={style.label}>
          {text.certificate.mode}
        </p>
        <SegmentedControl
          aria-labelledby={label}
          className={style.mode as string}
          value={fields.encryptionMode}
          onChange={(mode) => changeDraft(account, { fields: changed(fields, "encryptionMode", mode as Mode) })}
          data={MODES.map((mode) => ({ value: mode, label: form.encryptionMode[mode].name }))}
        />
      </div>
    </Card>
  );
};

const FirewallCard = ({ mode }: { readonly mode: Mode }) => {
  const { egressRanges } = useSession().deployment;
  const { copied, copy } = useClipboard();
  const { firewall } = text;
  return (
    <Card title={firewall.title} isChecked>
      <p>
        {firewall.text} {mode === "none" ? firewall.ports.none : firewall.ports.encrypted}.
      </p>
      {egressRanges.length === 0 ? (
        <p>{firewall.unknown}</p>
      ) : (
        <>
          <ul className={style.ranges} aria-label={firewall.ranges}>
            {egressRanges.map((range) => (
              <li key={range}>
                <Host name={range} />
              </li>
            ))}
          </ul>
          <Button
            variant="default"
            size="xs"
            leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            onClick={() => copy(egressRanges.join("\n"))}
            className={style.copyAll as string}
          >
            {copied ? words.copied : firewall.copyAll}
          </Button>
        </>
      )}
    </Card>
  );
};
