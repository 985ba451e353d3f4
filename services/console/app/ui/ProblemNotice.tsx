import { Button } from "@mantine/core";
import { Problem } from "../api/problem.ts";
import { problemWords, words } from "../text/en/words.ts";
import { Notice } from "./Notice.tsx";

interface Shown {
  readonly error: unknown;
  readonly title?: string | undefined;
  readonly retry?: (() => void) | undefined;
}

/** What went wrong, in the server's own sentence. */
export const ProblemNotice = ({ error, title, retry }: Shown) => (
  <Notice
    tone="failed"
    title={title}
    urgent
    action={
      retry !== undefined && (
        <Button variant="default" size="xs" onClick={retry}>
          {words.tryAgain}
        </Button>
      )
    }
  >
    {sentenceOf(error)}
  </Notice>
);

export const sentenceOf = (error: unknown): string => (error instanceof Problem ? error.message : problemWords.unforeseen);
