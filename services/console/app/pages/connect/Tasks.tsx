import { Button, Group, Radio, Text } from "@mantine/core";
import { IconCircleCheckFilled, IconCircleDashed, IconProgress } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { connectorsQuery } from "../../api/queries.ts";
import { useAccount } from "../../session/account.ts";
import { tasks as text } from "../../text/en/connect.ts";
import { ButtonLink, Link } from "../../ui/Link.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Page } from "../../ui/Page.tsx";
import { RoleGate } from "../../ui/RoleGate.tsx";
import { changeDraft, type Draft, endDraft, useDraft } from "./draft.ts";
import { ENVIRONMENTS, type Environment } from "./rules/fields.ts";
import { type Tasks as States, type TaskState, taskStates } from "./rules/tasks.ts";
import { Foot } from "./Steps.tsx";
import style from "./Tasks.module.css";

/** Platform → Synchronize Your Directory: what is to be done, in which order, and how far it is. */
export const Tasks = () => {
  const { account } = useAccount();
  const draft = useDraft(account);
  const query = useQuery(connectorsQuery(account));
  const navigate = useNavigate();
  const start = () => {
    if (draft.progress === "nothing") changeDraft(account, { progress: "preparing" });
    void navigate({ to: "/$account/connect/prepare", params: { account } });
  };
  return (
    <Page title={text.title} lead={text.lead}>
      <Radio.Group
        label={text.environment.label}
        value={draft.environment}
        onChange={(environment) => changeDraft(account, { environment: environment as Environment })}
        classNames={{ label: style.heading as string }}
      >
        <div className={style.environments}>
          {ENVIRONMENTS.map((environment) => (
            <Radio.Card key={environment} value={environment} className={style.environment as string}>
              <Radio.Indicator />
              <span>
                <span className={style.name}>{text.environment[environment].name}</span>
                <span className={style.text}>{text.environment[environment].text}</span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      <section aria-label={text.list}>
        <h2 className={style.heading}>{text.list}</h2>
        <Loaded query={query}>
          {(connectors) => (
            <>
              <TaskCards account={account} states={taskStates(draft.progress, connectors)} />
              <WhereOneIs account={account} progress={draft.progress} hasConnectors={connectors.length > 0} />
            </>
          )}
        </Loaded>
      </section>
      <Foot>
        <RoleGate needs="admin" onClick={start}>
          {text.start}
        </RoleGate>
      </Foot>
    </Page>
  );
};

const TaskCards = ({ account, states }: { readonly account: string; readonly states: States }) => {
  const params = { account };
  return (
    <ol className={style.tasks}>
      <TaskCard state={states.prepare} text={text.prepare.text}>
        <Link to="/$account/connect/prepare" params={params} inherit>
          {text.prepare.name}
        </Link>
      </TaskCard>
      <TaskCard state={states.connect} text={text.connect.text}>
        {states.prepare !== "done" || states.connect === "done" ? (
          text.connect.name
        ) : (
          <Link to="/$account/connect/directory" params={params} inherit>
            {text.connect.name}
          </Link>
        )}
      </TaskCard>
      <TaskCard state={states.verify} text={text.verify.text}>
        {states.verify === "notStarted" ? (
          text.verify.name
        ) : (
          <Link to="/$account/connectors" params={params} inherit>
            {text.verify.name}
          </Link>
        )}
      </TaskCard>
    </ol>
  );
};

const looks = { notStarted: IconCircleDashed, inProgress: IconProgress, done: IconCircleCheckFilled };

const TaskCard = ({ state, text: what, children }: { readonly state: TaskState; readonly text: string; readonly children: ReactNode }) => {
  const Icon = looks[state];
  return (
    <li className={style.task}>
      <div className={style.taskWords}>
        <h3 className={style.name}>{children}</h3>
        <p className={style.text}>{what}</p>
      </div>
      <span className={style.state} data-state={state}>
        <Icon size={16} aria-hidden />
        {text.states[state]}
      </span>
    </li>
  );
};

interface Where {
  readonly account: string;
  readonly progress: Draft["progress"];
  readonly hasConnectors: boolean;
}

const WhereOneIs = ({ account, progress, hasConnectors }: Where) => {
  if (progress === "entering")
    return (
      <div className={style.begun}>
        <Notice
          tone="running"
          action={
            <Group gap="xs">
              <Button size="xs" variant="default" onClick={() => endDraft(account)}>
                {text.discard}
              </Button>
              <ButtonLink to="/$account/connect/directory" params={{ account }} size="xs">
                {text.goOn}
              </ButtonLink>
            </Group>
          }
        >
          {text.begun}
        </Notice>
      </div>
    );
  if (!hasConnectors || progress !== "nothing") return null;
  return (
    <div className={style.another}>
      <Text c="var(--soft)">{text.another}</Text>
      <ButtonLink to="/$account/connectors" params={{ account }} variant="default" size="xs">
        {text.toConnectors}
      </ButtonLink>
    </div>
  );
};
