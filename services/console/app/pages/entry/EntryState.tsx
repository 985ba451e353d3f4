import { IconCircleCheckFilled, IconCircleMinus, IconPlayerPauseFilled } from "@tabler/icons-react";
import type { Entry } from "../../api/entries.ts";
import { stateWords } from "../../text/en/people.ts";
import style from "./EntryState.module.css";

const icons = { active: IconCircleCheckFilled, disabled: IconPlayerPauseFilled, removed: IconCircleMinus } as const;

export const EntryState = ({ state }: { readonly state: Entry["state"] }) => {
  const Icon = icons[state];
  return (
    <span className={style.state} data-state={state}>
      <Icon size={14} aria-hidden />
      {stateWords[state]}
    </span>
  );
};
