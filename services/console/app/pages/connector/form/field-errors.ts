import { type FormErrors, fieldOf, formErrors, Problem } from "../../../api/problem.ts";
import { sentenceOf } from "../../../ui/ProblemNotice.tsx";
import type { Sent } from "./changed-fields.ts";

/** A problem's sentences by field. What is wrong with one line of a list begins with that line. */
export const fieldErrors = (error: unknown, sent: Sent): FormErrors => {
  if (!(error instanceof Problem)) return { fields: {}, rest: sentenceOf(error) };
  const errors = error.errors.map(({ pointer, detail }) => ({ pointer, detail: `${lineOf(fieldOf(pointer), sent)}${detail}` }));
  const named = new Problem(error.status, { type: `:${error.code}`, detail: error.message, errors });
  return formErrors(named, Object.keys(sent));
};

const lineOf = (path: string, sent: Sent): string => {
  const [, name = "", at] = /^(.*)\.(\d+)$/.exec(path) ?? [];
  const list = sent[name];
  const line: unknown = Array.isArray(list) ? list[Number(at)] : undefined;
  return typeof line === "string" ? `${line}: ` : "";
};
