import type { InstanceCommand } from '../instance/instance-command.js';
import { sendToInstance } from '../instance/instance-client.js';
import { personPaths } from '../paths.js';

/** `sotto --speak-selection` and its like: for desktops whose own shortcuts start a program. */
export async function askRunningInstance(command: InstanceCommand): Promise<void> {
  const { instance } = await personPaths(process.env);
  await sendToInstance(instance, command);
}
