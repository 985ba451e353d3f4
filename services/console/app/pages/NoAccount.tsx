import { Denied } from "./ErrorPages.tsx";

export const NoAccount = () => (
  <main>
    <Denied />
  </main>
);
