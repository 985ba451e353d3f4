import { words } from "../text/en/words.ts";
import { Link } from "../ui/Link.tsx";
import style from "./Wordmark.module.css";

export const Wordmark = () => (
  <Link to="/" className={style.wordmark} underline="never">
    <img src="/icon.svg" alt="" width={22} height={22} />
    {words.product}
  </Link>
);
