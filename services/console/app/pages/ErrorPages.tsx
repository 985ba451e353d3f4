import { Button } from "@mantine/core";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { Problem } from "../api/problem.ts";
import { useSession } from "../session/session.ts";
import { problemWords } from "../text/en/words.ts";
import { Copyable } from "../ui/Copyable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { NothingHere } from "../ui/NothingHere.tsx";
import { Page } from "../ui/Page.tsx";
import { ProblemNotice } from "../ui/ProblemNotice.tsx";

export const NotFoundPage = () => (
  <Page title={problemWords.notFound.title}>
    <NothingHere />
  </Page>
);

/** A page that could not be shown: it was not answered, or the page itself is wrong. */
export const ProblemPage = ({ error }: ErrorComponentProps) => {
  const router = useRouter();
  return (
    <Page title={problemWords.title}>
      {error instanceof Problem ? (
        <ProblemNotice error={error} retry={() => void router.invalidate()} />
      ) : (
        <EmptyState
          title={problemWords.title}
          text={problemWords.unforeseen}
          action={<Button onClick={() => location.reload()}>{problemWords.reload}</Button>}
        />
      )}
    </Page>
  );
};

/** Signed in, but not for this account. */
export const Denied = () => {
  const { name } = useSession();
  const { title, text } = problemWords.denied.noAccount;
  return (
    <Page title={problemWords.denied.title}>
      <EmptyState title={title} text={text} action={name !== null && <Copyable value={name} what="your name" />} />
    </Page>
  );
};
