import type { Certificate } from "@dirstream/contracts";
import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { form } from "../../text/en/connect.ts";
import { Foreign } from "../../ui/Foreign.tsx";
import { useNow } from "../../ui/now.ts";
import { Confirmed } from "./Confirmed.tsx";
import style from "./ConnectionForm.module.css";
import { endingOf } from "./rules/ending.ts";
import { PIN_OF } from "./rules/fields.ts";
import type { Role } from "./rules/tested.ts";
import type { Form } from "./use-form.ts";

const text = form.more.trusted;
const ROLES: readonly Role[] = ["primary", "secondary"];

/** What is saved of the certificates whose keys are. */
export type Saved = Readonly<Partial<Record<Role, Certificate | null>>>;

/** The keys that Relaxed accepts, each with what its certificate said when somebody confirmed it. */
export const TrustedKeys = ({ form, saved }: { readonly form: Form; readonly saved: Saved }) => {
  const { fields } = form;
  if (fields.encryptionMode !== "relaxed") return null;
  return ROLES.map((role) => {
    const { key, certificate } = PIN_OF[role];
    const sha256 = fields[key];
    if (sha256 === null) return null;
    // One that was confirmed just now stands in the test beside the form.
    const known = saved[role]?.keySha256 === sha256 && fields[certificate] === null ? saved[role] : null;
    return (
      <section key={role} className={style.pinned} aria-label={text[role]}>
        <span>{text[role]}</span>
        <Button size="compact-xs" variant="default" onClick={() => void form.trust(role, null)} aria-label={text.forgetOf(text[role])}>
          {text.forget}
        </Button>
        <code className={style.key}>{sha256}</code>
        {known && <WhatItSaid certificate={known} />}
        <Refused problem={form.problems[certificate] ?? form.problems[key]} />
      </section>
    );
  });
};

const WhatItSaid = ({ certificate }: { readonly certificate: Certificate }) => {
  const ending = endingOf(certificate.validTo, useNow(60_000));
  return (
    <p className={style.confirmed}>
      {text.confirmed} <Confirmed certificate={certificate} />.
      {ending !== undefined && (
        <span className={style.warning}>
          <IconAlertTriangle size={14} aria-hidden /> <span>{text[ending]}</span>
        </span>
      )}
    </p>
  );
};

const Refused = ({ problem }: { readonly problem: string | undefined }) =>
  problem !== undefined && (
    <p role="alert" className={style.refused}>
      <Foreign text={problem} />
    </p>
  );
