import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useAccount } from "../../session/account.ts";
import { tasks, steps as text } from "../../text/en/connect.ts";
import { Link } from "../../ui/Link.tsx";
import style from "./Steps.module.css";

const STEPS = ["prepare", "connect", "verify"] as const;

/** Where one is on the way in; what was prepared can be looked at again. */
export const Steps = ({ at, isDone = false }: { readonly at: (typeof STEPS)[number]; readonly isDone?: boolean }) => {
  const { account } = useAccount();
  const now = STEPS.indexOf(at);
  const back = (
    <Link to="/$account/connect/prepare" params={{ account }} inherit>
      {text.prepare}
    </Link>
  );
  const names: Record<(typeof STEPS)[number], ReactNode> = {
    prepare: at === "connect" ? back : text.prepare,
    connect: text.connect,
    verify: text.verify,
  };
  return (
    <ol className={style.steps} aria-label={text.label}>
      {STEPS.map((step, index) => (
        <li key={step} aria-current={index === now ? "step" : undefined} data-done={index < now || (isDone && index === now) || undefined}>
          <span className={style.number} aria-hidden>
            {index < now || (isDone && index === now) ? <IconCheck size={13} stroke={3} /> : index + 1}
          </span>
          {names[step]}
        </li>
      ))}
    </ol>
  );
};

/** The trail of every page behind the first. */
export const useTrail = (): readonly ReactNode[] => {
  const { account } = useAccount();
  return [
    <Link key="tasks" to="/$account/connect" params={{ account }} inherit>
      {tasks.title}
    </Link>,
  ];
};

/** What leads on stands at the bottom right, what leads back at the left. */
export const Foot = ({ back, children }: { readonly back?: ReactNode; readonly children: ReactNode }) => (
  <div className={style.foot}>
    <div>{back}</div>
    <div className={style.onwards}>{children}</div>
  </div>
);
