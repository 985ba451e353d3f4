import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { words } from "../text/en/words.ts";
import style from "./Copyable.module.css";

interface Shown {
  readonly value: string;
  /** What it is, for the button's name: `connector id`. */
  readonly what: string;
  /** How it looks; the value itself without. */
  readonly children?: ReactNode;
}

export const Copyable = ({ value, what, children }: Shown) => (
  <span className={style.copyable}>
    {children ?? <span className={style.value}>{value}</span>}
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? words.copied : words.copy}>
          <ActionIcon variant="subtle" color="gray" size="sm" onClick={copy} aria-label={copied ? words.copied : words.copyOf(what)}>
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  </span>
);
