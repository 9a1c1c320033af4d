import { spawn } from 'node:child_process';

/** Runs a command to its end and prints what it said in one piece, with how long it took; true if it went well. */
export function run(title: string, [command, ...args]: readonly string[], env = {}): Promise<boolean> {
  const began = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command!, args, { env: { ...process.env, FORCE_COLOR: '1', ...env } });
    const said: string[] = [];
    child.stdout.on('data', (data) => said.push(String(data)));
    child.stderr.on('data', (data) => said.push(String(data)));
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok' : 'FAILED'}: ${title}, ${seconds} s`);
      if (code !== 0) {
        console.log(said.join(''));
      }
      resolve(code === 0);
    });
  });
}
