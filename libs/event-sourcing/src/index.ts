export { type Decider, Rejected } from "./decider.ts";
export { type Evolution, fold } from "./fold.ts";
export { specify } from "./specification.ts";
