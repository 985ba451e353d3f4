import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Problem } from "../api/problem.ts";
import { problemWords } from "../text/en/words.ts";
import { NothingHere } from "./NothingHere.tsx";
import { Notice } from "./Notice.tsx";
import { ProblemNotice, sentenceOf } from "./ProblemNotice.tsx";
import { Skeletons } from "./Skeletons.tsx";

interface Shown<Data> {
  readonly query: Pick<UseQueryResult<Data>, "data" | "error" | "refetch">;
  readonly skeleton?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** What a query has answered, and everything that can be there instead: not yet, not at all, not any more. */
export const Loaded = <Data,>({ query: { data, error, refetch }, skeleton, children }: Shown<Data>) => {
  if (data !== undefined)
    return (
      <>
        {error !== null && <Notice tone="attention">{problemWords.stale + sentenceOf(error)}</Notice>}
        {children(data)}
      </>
    );
  if (error === null) return skeleton ?? <Skeletons />;
  if (error instanceof Problem && error.status === 404) return <NothingHere />;
  // What somebody may not see is no more to be seen the next time.
  if (error instanceof Problem && error.status === 403) return <ProblemNotice error={error} title={problemWords.denied.title} />;
  return <ProblemNotice error={error} title={problemWords.title} retry={() => void refetch()} />;
};
