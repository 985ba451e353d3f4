import { IconAlertTriangle, IconCircleX, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import style from "./Notice.module.css";

interface Shown {
  readonly tone: "failed" | "attention" | "running";
  readonly title?: string | undefined;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  /** Said at once by screen readers: only for what has just happened. */
  readonly urgent?: boolean;
}

const icons = { failed: IconCircleX, attention: IconAlertTriangle, running: IconInfoCircle };

/** A sentence that somebody should read before the rest of the page. */
export const Notice = ({ tone, title, children, action, urgent = false }: Shown) => {
  const Icon = icons[tone];
  return (
    <div className={style.notice} data-tone={tone} role={urgent ? "alert" : undefined}>
      <Icon size={18} aria-hidden className={style.icon} />
      <div className={style.words}>
        {title !== undefined && <p className={style.title}>{title}</p>}
        <div>{children}</div>
      </div>
      {action !== undefined && <div className={style.action}>{action}</div>}
    </div>
  );
};
