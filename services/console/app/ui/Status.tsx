import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleXFilled,
  IconClock,
  IconHandStop,
  IconPlayerPauseFilled,
  IconRefresh,
} from "@tabler/icons-react";
import { statusTimes, statusWords } from "../text/en/words.ts";
import { percent } from "../text/numbers.ts";
import { ClockTime } from "./ClockTime.tsx";
import style from "./Status.module.css";

export type StatusName = keyof typeof statusWords;

/** A colour never stands alone: each status has its icon and its word. */
const looks: Readonly<
  Record<StatusName, { readonly icon: typeof IconClock; readonly tone: "well" | "running" | "attention" | "failed" | "off" }>
> = {
  healthy: { icon: IconCircleCheckFilled, tone: "well" },
  completed: { icon: IconCircleCheckFilled, tone: "well" },
  running: { icon: IconRefresh, tone: "running" },
  requested: { icon: IconClock, tone: "running" },
  held: { icon: IconHandStop, tone: "attention" },
  failed: { icon: IconCircleXFilled, tone: "failed" },
  halted: { icon: IconAlertTriangleFilled, tone: "failed" },
  disabled: { icon: IconPlayerPauseFilled, tone: "off" },
  waiting: { icon: IconClock, tone: "off" },
};

interface Shown {
  readonly status: StatusName;
  /** RFC 3339. */
  readonly since?: string | undefined;
  readonly why?: string | undefined;
  /** How much of a run is done, 0 to 1. */
  readonly done?: number | undefined;
}

export const Status = ({ status, since, why, done }: Shown) => {
  const { icon: Icon, tone } = looks[status];
  return (
    <div className={style.status}>
      <span className={style.word} data-tone={tone}>
        <Icon size={15} aria-hidden />
        <span>
          {statusWords[status]}
          {done !== undefined && ` ${percent(done)}`}
        </span>
        {since !== undefined && (
          <span className={style.since}>
            {statusTimes[status]} <ClockTime at={since} />
          </span>
        )}
      </span>
      {why !== undefined && <span className={style.why}>{why}</span>}
    </div>
  );
};
