// A node of made-up people and its server, as processes of their own. Stopped by the handle that started them.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { password } from './people.ts';

const buuan = resolve(process.env['BUUAN'] ?? '../build/dev/buuan');

export class Node {
  private readonly folder = mkdtempSync(join(tmpdir(), 'buuan-e2e-'));
  private readonly node = join(this.folder, 'node');
  private readonly log = join(this.folder, 'serve.log');
  private server: ChildProcess | null = null;
  /** A copy of the built app, which a test may change; the server reads it when it starts. */
  readonly web = join(this.folder, 'web');
  /** Where the staff's door is; the same after a restart. */
  staff = '';
  /** Where everybody's door is. */
  everybody = '';

  /** `days`: so many up to today were played, and one over a year ago, whose data is over its term. */
  constructor(days = 0) {
    cpSync(resolve(import.meta.dirname, '../../dist'), this.web, { recursive: true });
    const init = ['init', '--name', 'Bưu chính Thử', '--origin', 'thu.example', '--province', '11', '--admin', 'quantri'];
    const made = spawnSync(buuan, ['--node', this.node, ...init, '--sample', '--sample-days', String(days)], {
      encoding: 'utf8',
      env: { ...process.env, BUUAN_PASSWORD: password },
    });
    if (made.status !== 0) throw new Error(`buuan init: ${made.stdout}${made.stderr}`);
  }

  async start(): Promise<void> {
    const port = this.staff === '' ? '0' : new URL(this.staff).port;
    const server = spawn(buuan, ['--node', this.node, 'serve', '--staff-port', port, '--public-port', '0', '--web-dir', this.web], {
      stdio: ['ignore', 'pipe', openSync(this.log, 'a')],
    });
    this.server = server;
    this.staff = await new Promise<string>((tell, fail) => {
      let printed = '';
      server.stdout?.on('data', (bytes: Buffer) => {
        printed += bytes.toString();
        const staff = /staff: (http\S+)/.exec(printed)?.[1];
        this.everybody = /public: (http\S+)/.exec(printed)?.[1] ?? '';
        if (staff !== undefined && this.everybody !== '') tell(staff);
      });
      server.once('exit', (code) => fail(new Error(`buuan serve ended with ${code ?? 'a signal'}: ${printed}`)));
    });
  }

  /** Before it starts: a number of its node.toml. */
  configure(key: string, value: number): void {
    const file = join(this.node, 'node.toml');
    const before = readFileSync(file, 'utf8');
    const after = before.replace(new RegExp(`^${key} = \\d+$`, 'm'), `${key} = ${value}`);
    if (after === before) throw new Error(`node.toml has no ${key}`);
    writeFileSync(file, after);
  }

  /** Before it starts: its clock was found to have jumped, so that nothing is deleted until somebody confirms it. */
  doubtClock(since: Date, ms: number): void {
    const row = JSON.stringify({ seen: new Date(since.getTime() - ms).toISOString(), doubt_since: since.toISOString(), doubt_ms: ms });
    const program = 'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute("insert or replace into row (kind, key, body) values (\'clock\', \'-\', cast(? as blob))", (sys.argv[2],)); db.commit()';
    const done = spawnSync('python3', ['-c', program, join(this.node, 'node.db'), row], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(done.stderr);
  }

  /** While it runs: somebody with the node's file changes the newest opening in it. */
  editAct(from: string, to: string): void {
    const program =
      'import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); ' +
      "key, body = next((k, b) for k, b in db.execute(\"select key, body from row where kind = 'act' order by key desc\").fetchall() if b'\"opening\"' in b); " +
      "db.execute(\"update row set body = ? where kind = 'act' and key = ?\", (body.replace(sys.argv[2].encode(), sys.argv[3].encode()), key)); db.commit()";
    const done = spawnSync('python3', ['-c', program, join(this.node, 'node.db'), from, to], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(done.stderr);
  }

  /** Delivered parcels of the played day that is over the law's three months. */
  oldItems(): string[] {
    const program =
      'import glob, sqlite3, sys, uuid; db = sqlite3.connect("file:" + sorted(glob.glob(sys.argv[1]))[1] + "?mode=ro", uri=True); ' +
      'print("\\n".join(str(uuid.UUID(bytes=row[0])) for row in db.execute("select id from item where state = 5 and type = 3 order by id")))';
    const done = spawnSync('python3', ['-c', program, join(this.node, 'days', '2*.db')], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(done.stderr);
    return done.stdout.trim().split('\n');
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const server = this.server;
    if (server === null) return;
    this.server = null;
    const ended = new Promise((tell) => server.once('exit', tell));
    server.kill(signal);
    await ended;
  }

  /** Stops it, and takes its folder away. */
  async end(): Promise<void> {
    await this.stop();
    const log = readFileSync(this.log, 'utf8');
    rmSync(this.folder, { recursive: true, force: true });
    if (log.includes(password)) throw new Error('a password stands in the log of the server');
  }
}
