import { Problem } from "../../api/problem.ts";

/** Whether a refusal belongs to the form: it is told under the fields, and nowhere else. */
export const isAboutFields = (error: unknown): boolean => error instanceof Problem && error.errors.length > 0;
