import { count } from "../text/numbers.ts";
import style from "./Num.module.css";

/** A number whose digits stand under each other. */
export const Num = ({ value }: { readonly value: number }) => <span className={style.num}>{count(value)}</span>;
