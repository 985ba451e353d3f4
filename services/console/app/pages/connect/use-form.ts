import type { ShownCertificate } from "@dirstream/contracts";
import { useState } from "react";
import { changeDraft, draftOf, useDraft } from "./draft.ts";
import { changed, FIELD_NAMES, type FieldName, type Fields, problemsOf, type Sentences, settled, trusting } from "./rules/fields.ts";
import type { Role } from "./rules/tested.ts";

export interface Form {
  readonly fields: Fields;
  /** Under the fields: what is wrong, and what was corrected. */
  readonly problems: Sentences;
  readonly said: Sentences;
  readonly change: <Name extends FieldName>(name: Name, value: Fields[Name]) => Fields;
  readonly trust: (role: Role, shown: ShownCertificate | null) => Fields;
  readonly leave: (name: FieldName) => void;
  /** Corrects and judges the whole form; undefined where something is wrong with it. */
  readonly check: () => Fields | undefined;
  /** What the server says is wrong. */
  readonly refuse: (problems: Sentences) => void;
}

/** The form of a connector: what is typed is kept in the draft, what is said about it here. */
export const useForm = (account: string): Form => {
  const { fields } = useDraft(account);
  const [problems, setProblems] = useState<Sentences>({});
  const [said, setSaid] = useState<Sentences>({});
  const current = (): Fields => draftOf(account).fields;
  const keep = (next: Fields): Fields => {
    if (next !== current()) changeDraft(account, { fields: next, progress: "entering" });
    return next;
  };

  return {
    fields,
    problems,
    said,
    change: (name, value) => {
      setProblems((before) => without(before, name));
      setSaid((before) => without(before, name));
      return keep(changed(current(), name, value));
    },
    trust: (role, shown) => keep(trusting(current(), role, shown)),
    leave: (name) => {
      const before = current();
      const left = settled(before, name);
      keep(left.fields);
      setSaid((known) => ({ ...known, ...left.said }));
      // What was never filled in is not complained about before somebody wants to go on.
      if (before[name] === "") return;
      const { [name]: problem } = problemsOf(left.fields);
      setProblems((known) => ({ ...without(known, name), ...(problem === undefined ? {} : { [name]: problem }) }));
    },
    check: () => {
      let now = current();
      const corrections: Sentences[] = [];
      for (const name of FIELD_NAMES) {
        const left = settled(now, name);
        now = left.fields;
        corrections.push(left.said);
      }
      const found = problemsOf(now);
      keep(now);
      setSaid((known) => Object.assign({}, known, ...corrections) as Sentences);
      setProblems(found);
      return Object.keys(found).length === 0 ? now : undefined;
    },
    refuse: setProblems,
  };
};

const without = (sentences: Sentences, name: FieldName): Sentences => {
  const { [name]: _, ...others } = sentences;
  return others;
};
