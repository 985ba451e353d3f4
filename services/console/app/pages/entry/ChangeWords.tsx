import {
  IconArrowBackUp,
  IconArrowsExchange,
  IconFolderSymlink,
  IconMinus,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlus,
} from "@tabler/icons-react";
import type { ChangeKind } from "../../api/queries.ts";
import { changeWords } from "../../text/en/runs.ts";
import style from "./ChangeWords.module.css";

const looks: Readonly<
  Record<ChangeKind, { readonly icon: typeof IconPlus; readonly tone: "well" | "running" | "attention" | "failed" | "off" }>
> = {
  created: { icon: IconPlus, tone: "well" },
  restored: { icon: IconArrowBackUp, tone: "well" },
  enabled: { icon: IconPlayerPlay, tone: "well" },
  updated: { icon: IconPencil, tone: "running" },
  moved: { icon: IconFolderSymlink, tone: "running" },
  reclassified: { icon: IconArrowsExchange, tone: "running" },
  disabled: { icon: IconPlayerPause, tone: "attention" },
  removed: { icon: IconMinus, tone: "failed" },
};

/** What happened to an entry: one change may be several things at once. */
export const ChangeWords = ({ changes }: { readonly changes: readonly ChangeKind[] }) => (
  <span className={style.changes}>
    {changes.map((change) => {
      const { icon: Icon, tone } = looks[change];
      return (
        <span key={change} className={style.change} data-tone={tone}>
          <Icon size={14} aria-hidden />
          {changeWords[change]}
        </span>
      );
    })}
  </span>
);
