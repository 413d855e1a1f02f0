import { isBusy, refusalOf, type Robot, robotRequest } from './robot-wire.js';

const PATIENCE_MS = 10_000;

class RobotBusy extends Error {
  readonly failure = 'robot';
}

/**
 * Returns the vendor's reason if it refused the text, or null. Throws if the vendor cannot be reached or is
 * too busy. `at` is real time.
 */
export async function postToRobot(robot: Robot, text: string, at: Date): Promise<string | null> {
  const { url, body } = robotRequest(robot, text, at);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (response.status >= 400 && response.status < 500 && response.status !== 429)
    return `${robot.vendor}_http_${response.status}`;
  if (!response.ok) throw new RobotBusy(`${robot.vendor} answered ${response.status}`);
  const reason = refusalOf(robot.vendor, await response.json());
  if (isBusy(robot.vendor, reason)) throw new RobotBusy(`${robot.vendor} is busy: ${reason}`);
  return reason;
}
