import { Tooltip } from "@mantine/core";
import { IconLock, IconLockOpen } from "@tabler/icons-react";
import type { Connector } from "../../api/queries.ts";
import { connectors as text } from "../../text/en/connectors.ts";
import style from "./Mode.module.css";

/** The encryption; None warns wherever it stands. */
export const Mode = ({ mode }: { readonly mode: Connector["encryptionMode"] }) => {
  const isNone = mode === "none";
  const Icon = isNone ? IconLockOpen : IconLock;
  const shown = (
    <span className={style.mode} data-none={isNone || undefined}>
      <Icon size={14} aria-hidden />
      {text.mode[mode]}
    </span>
  );
  return isNone ? <Tooltip label={text.modeNone}>{shown}</Tooltip> : shown;
};
