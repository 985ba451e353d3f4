import { Kbd, Modal, Table } from "@mantine/core";
import { shell } from "../text/en/shell.ts";

export const Keys = ({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) => (
  <Modal opened={opened} onClose={onClose} title={shell.keys.title}>
    <Table aria-label={shell.keys.title} withRowBorders={false}>
      <Table.Tbody>
        {shell.keys.list.map(([keys, what]) => (
          <Table.Tr key={keys}>
            <Table.Th scope="row" w={120}>
              {keys.split(" ").map((key) => (
                <Kbd key={key} mr={4}>
                  {key}
                </Kbd>
              ))}
            </Table.Th>
            <Table.Td>{what}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Modal>
);
