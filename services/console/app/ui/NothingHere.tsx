import { problemWords } from "../text/en/words.ts";
import { EmptyState } from "./EmptyState.tsx";
import { ButtonLink } from "./Link.tsx";

export const NothingHere = () => (
  <EmptyState
    title={problemWords.notFound.title}
    text={problemWords.notFound.text}
    action={
      <ButtonLink to="/" variant="default">
        {problemWords.notFound.home}
      </ButtonLink>
    }
  />
);
