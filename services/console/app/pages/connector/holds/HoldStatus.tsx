import { IconCircleCheckFilled, IconCircleDashed, IconHandStop, IconShieldCheckFilled } from "@tabler/icons-react";
import type { Hold } from "../../../api/queries.ts";
import { holds as text } from "../../../text/en/holds.ts";
import style from "../../../ui/Status.module.css";

const looks = {
  open: { icon: IconHandStop, tone: "attention" },
  approved: { icon: IconCircleCheckFilled, tone: "well" },
  rejected: { icon: IconShieldCheckFilled, tone: "well" },
  closed: { icon: IconCircleDashed, tone: "off" },
} as const;

/** Like every status: an icon, a colour and the word. */
export const HoldStatus = ({ status }: { readonly status: Hold["status"] }) => {
  const { icon: Icon, tone } = looks[status];
  return (
    <span className={style.word} data-tone={tone}>
      <Icon size={15} aria-hidden />
      {text.status[status]}
    </span>
  );
};
