// A host for a program of WASI preview 1, with files in memory: the calls that Python imports, and no others.
// Numbers and the places of fields are those of the specification (`wasi_snapshot_preview1`).
import * as files from "./memory-files.js";

const { ERRNO, File, Folder, require } = files;
const FILETYPE = { CHARACTER_DEVICE: 2, DIRECTORY: 3, REGULAR_FILE: 4 };
const OPEN = { CREATE: 1, DIRECTORY: 2, EXCLUSIVE: 4, TRUNCATE: 8 };
const APPEND = 1;
const RIGHT = { READ: 1n << 1n, WRITE: 1n << 6n, ALL: (1n << 30n) - 1n };
const REALTIME = 0;
const LAST_CLOCK = 3;
const MILLISECOND = 1_000_000n;
const RANDOM_AT_ONCE = 65536;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

// The clock of the computer; or for all clocks that measure durations, the one that never goes back.
const clock = (id) => (id === REALTIME ? files.now() : BigInt(Math.round(performance.now() * 1000)) * 1000n);

// A worker sleeps by waiting for a change in shared memory that nobody makes; where it may not, it counts the time.
let shared;

function sleep(milliseconds) {
  const end = performance.now() + milliseconds;
  try {
    shared ??= new Int32Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer);
    Atomics.wait(shared, 0, 0, milliseconds);
  } catch {}
  while (performance.now() < end);
}

function filetype(node) {
  if (node instanceof File) {
    return FILETYPE.REGULAR_FILE;
  }
  return node instanceof Folder ? FILETYPE.DIRECTORY : FILETYPE.CHARACTER_DEVICE;
}

function setTimes(node, accessed, modified, flags) {
  const [ACCESSED, ACCESSED_NOW, MODIFIED, MODIFIED_NOW] = [1, 2, 4, 8];
  const both = (one, other) => flags & one && flags & other;
  require(!both(ACCESSED, ACCESSED_NOW) && !both(MODIFIED, MODIFIED_NOW), ERRNO.INVAL);
  node.changed = files.now();
  if (flags & (ACCESSED | ACCESSED_NOW)) {
    node.accessed = flags & ACCESSED ? BigInt.asUintN(64, accessed) : node.changed;
  }
  if (flags & (MODIFIED | MODIFIED_NOW)) {
    node.modified = flags & MODIFIED ? BigInt.asUintN(64, modified) : node.changed;
  }
}

// `mounts` is a list of [path, Folder]; `log` takes the bytes of each write to standard output or error.
// Returns {imports, start}: what the program imports, and what starts it once it is an instance.
export function host({ args, environment, mounts, log }) {
  let memory;
  let view;
  const terminal = { inode: 0n, size: 0, accessed: 0n, modified: 0n, changed: 0n };
  const printed = { node: terminal, position: 0, flags: 0, rights: RIGHT.WRITE };
  const opened = [
    { node: new File(), position: 0, flags: 0, rights: RIGHT.READ },
    { ...printed },
    { ...printed },
    ...mounts.map(([path, node]) => ({ node, position: 0, flags: 0, rights: RIGHT.ALL, mount: encoder.encode(path) })),
  ];

  // The program's memory moves when it grows.
  const data = () => (view?.buffer === memory.buffer ? view : (view = new DataView(memory.buffer)));
  const bytes = (at, length) => new Uint8Array(memory.buffer, at >>> 0, length >>> 0);
  const setU32 = (at, value) => data().setUint32(at >>> 0, value, true);
  const setU64 = (at, value) => data().setBigUint64(at >>> 0, BigInt(value), true);

  function text(at, length) {
    try {
      return decoder.decode(bytes(at, length));
    } catch {
      throw ERRNO.ILSEQ;
    }
  }

  function handle(fd) {
    require(opened[fd], ERRNO.BADF);
    return opened[fd];
  }

  function folder(fd) {
    const { node } = handle(fd);
    require(node instanceof Folder, ERRNO.NOTDIR);
    return node;
  }

  function file(fd, right) {
    const { node, rights } = handle(fd);
    require(!(node instanceof Folder), ERRNO.ISDIR);
    require(node instanceof File, ERRNO.SPIPE);
    require(rights & right, ERRNO.BADF);
    return node;
  }

  // Do `each` for every buffer of a list, until one is not filled; returns the sum of what it returned.
  function buffers(list, count, each) {
    let sum = 0;
    for (let at = list >>> 0; at < (list >>> 0) + 8 * count; at += 8) {
      const buffer = bytes(data().getUint32(at, true), data().getUint32(at + 4, true));
      const done = each(buffer, sum);
      sum += done;
      if (done < buffer.length) {
        break;
      }
    }
    return sum;
  }

  function position(offset) {
    require(offset >= 0n, ERRNO.INVAL);
    return Number(offset);
  }

  function transfer(name, fd, list, count, start, doneAt) {
    const node = file(fd, name === "read" ? RIGHT.READ : RIGHT.WRITE);
    const done = buffers(list, count, (buffer, sum) => node[name](start + sum, buffer));
    setU32(doneAt, done);
    return done;
  }

  function putStat(at, node) {
    const fields = [0n, node.inode, filetype(node), 1n, node.size || 0, node.accessed, node.modified, node.changed];
    fields.forEach((value, index) => setU64(at + 8 * index, value));
  }

  // Strings one after the other, each ended by a zero, and a list of where they are.
  const ended = (strings) => strings.map((one) => encoder.encode(`${one}\0`));
  const strings = (name, list) => ({
    [`${name}_sizes_get`](countAt, sizeAt) {
      setU32(countAt, list.length);
      setU32(sizeAt, list.reduce((sum, one) => sum + one.length, 0));
    },
    [`${name}_get`](listAt, at) {
      list.forEach((one, index) => {
        setU32(listAt + 4 * index, at);
        bytes(at, one.length).set(one);
        at += one.length;
      });
    },
  });
  const refuse = (errno) => () => errno;
  const synced = (fd) => void handle(fd);
  const noSocket = (fd) => (handle(fd), ERRNO.NOTSOCK);

  const calls = {
    ...strings("args", ended(args)),
    ...strings("environ", ended(environment)),

    clock_res_get(id, at) {
      require(id >>> 0 <= LAST_CLOCK, ERRNO.INVAL);
      setU64(at, id === REALTIME ? MILLISECOND : MILLISECOND / 10n);
    },
    clock_time_get(id, precision, at) {
      require(id >>> 0 <= LAST_CLOCK, ERRNO.INVAL);
      setU64(at, clock(id));
    },

    fd_advise: synced,
    fd_datasync: synced,
    fd_sync: synced,
    fd_close(fd) {
      handle(fd);
      opened[fd] = undefined;
    },
    fd_fdstat_get(fd, at) {
      const { node, flags, rights } = handle(fd);
      bytes(at, 24).fill(0);
      data().setUint8(at >>> 0, filetype(node));
      data().setUint16((at >>> 0) + 2, flags, true);
      setU64(at + 8, rights);
      setU64(at + 16, node instanceof Folder ? RIGHT.ALL : 0n);
    },
    fd_fdstat_set_flags(fd, flags) {
      handle(fd).flags = flags;
    },
    fd_filestat_get: (fd, at) => putStat(at, handle(fd).node),
    fd_filestat_set_size: (fd, size) => file(fd, RIGHT.WRITE).resize(position(size)),
    fd_filestat_set_times: (fd, ...times) => setTimes(handle(fd).node, ...times),
    fd_prestat_get(fd, at) {
      const { mount } = handle(fd);
      require(mount, ERRNO.BADF);
      setU32(at, 0); // a folder
      setU32(at + 4, mount.length);
    },
    fd_prestat_dir_name(fd, at, length) {
      const { mount } = handle(fd);
      require(mount, ERRNO.BADF);
      require(mount.length <= length >>> 0, ERRNO.NAMETOOLONG);
      bytes(at, mount.length).set(mount);
    },
    fd_pread: (fd, list, count, start, doneAt) => void transfer("read", fd, list, count, position(start), doneAt),
    fd_pwrite: (fd, list, count, start, doneAt) => void transfer("write", fd, list, count, position(start), doneAt),
    fd_read(fd, list, count, doneAt) {
      const one = handle(fd);
      one.position += transfer("read", fd, list, count, one.position, doneAt);
    },
    fd_write(fd, list, count, doneAt) {
      const one = handle(fd);
      if (one.node === terminal) {
        setU32(doneAt, buffers(list, count, (buffer) => (log(buffer), buffer.length)));
        return;
      }
      const start = one.flags & APPEND && one.node instanceof File ? one.node.size : one.position;
      one.position = start + transfer("write", fd, list, count, start, doneAt);
    },
    fd_seek(fd, offset, whence, at) {
      const node = file(fd, RIGHT.ALL);
      const from = [0, handle(fd).position, node.size][whence];
      require(from !== undefined, ERRNO.INVAL);
      handle(fd).position = position(BigInt(from) + offset);
      setU64(at, handle(fd).position);
    },
    fd_tell(fd, at) {
      file(fd, RIGHT.ALL);
      setU64(at, handle(fd).position);
    },
    // A list of names is made at its beginning and kept, so that what is removed meanwhile hides no other name.
    fd_readdir(fd, at, length, cookie, usedAt) {
      const { entries } = folder(fd);
      const one = handle(fd);
      if (!cookie || !one.names) {
        one.names = [...entries].map(([name, node]) => [encoder.encode(name), node]);
      }
      const target = bytes(at, length);
      let used = 0;
      for (let next = Number(cookie); next < one.names.length && used < target.length; next++) {
        const [name, node] = one.names[next];
        const entry = new Uint8Array(24 + name.length);
        const fields = new DataView(entry.buffer);
        fields.setBigUint64(0, BigInt(next + 1), true);
        fields.setBigUint64(8, node.inode, true);
        fields.setUint32(16, name.length, true);
        fields.setUint8(20, filetype(node));
        entry.set(name, 24);
        const fits = entry.subarray(0, target.length - used);
        target.set(fits, used);
        used += fits.length;
      }
      setU32(usedAt, used);
    },

    path_create_directory: (fd, at, length) => files.makeFolder(folder(fd), text(at, length)),
    path_remove_directory: (fd, at, length) => files.removeFolder(folder(fd), text(at, length)),
    path_unlink_file: (fd, at, length) => files.removeFile(folder(fd), text(at, length)),
    path_rename: (fd, at, length, newFd, newAt, newLength) =>
      files.rename(folder(fd), text(at, length), folder(newFd), text(newAt, newLength)),
    path_filestat_get: (fd, follow, at, length, statAt) =>
      putStat(statAt, files.existing(folder(fd), text(at, length)).node),
    path_filestat_set_times: (fd, follow, at, length, ...times) =>
      setTimes(files.existing(folder(fd), text(at, length)).node, ...times),
    path_open(fd, follow, at, length, how, rights, inherited, flags, fdAt) {
      const found = files.find(folder(fd), text(at, length));
      if (found.node) {
        require(!(how & OPEN.CREATE && how & OPEN.EXCLUSIVE), ERRNO.EXIST);
      } else {
        require(how & OPEN.CREATE, ERRNO.NOENT);
        require(!(how & OPEN.DIRECTORY), ERRNO.INVAL);
        require(!found.slash, ERRNO.ISDIR);
        found.node = new File();
        found.folder.set(found.name, found.node);
      }
      const { node } = found;
      const changes = rights & RIGHT.WRITE || how & OPEN.TRUNCATE;
      require(!(how & OPEN.DIRECTORY) || node instanceof Folder, ERRNO.NOTDIR);
      require(!(node instanceof Folder && changes), ERRNO.ISDIR);
      require(!(node.readonly && changes), ERRNO.ACCES);
      if (how & OPEN.TRUNCATE) {
        node.resize(0);
      }
      const free = opened.indexOf(undefined);
      const number = free < 0 ? opened.length : free;
      opened[number] = { node, position: 0, flags, rights };
      setU32(fdAt, number);
    },
    // There are no links: a name that is there is none.
    path_readlink(fd, at, length) {
      files.existing(folder(fd), text(at, length));
      return ERRNO.INVAL;
    },
    path_link: refuse(ERRNO.NOTSUP),
    path_symlink: refuse(ERRNO.NOTSUP),
    sock_accept: noSocket,
    sock_recv: noSocket,
    sock_send: noSocket,
    sock_shutdown: noSocket,

    // An open file is always ready; where only clocks are asked for, sleep until the first of them.
    poll_oneoff(listAt, eventsAt, count, countAt) {
      require(count, ERRNO.INVAL);
      const asked = [];
      for (let at = listAt >>> 0; asked.length < count; at += 48) {
        const [kind, id] = [data().getUint8(at + 8), data().getUint32(at + 16, true)];
        const one = { userdata: data().getBigUint64(at, true), kind, errno: 0, left: 0 };
        if (kind === 0) {
          const absolute = data().getUint16(at + 40, true) & 1;
          const time = data().getBigUint64(at + 24, true) - (absolute ? clock(id) : 0n);
          one.left = Math.max(0, Number(time) / 1e6);
        } else if (!opened[id]) {
          one.errno = ERRNO.BADF;
        }
        asked.push(one);
      }
      const first = Math.min(...asked.map((one) => one.left));
      sleep(first);
      const ready = asked.filter((one) => one.left <= first);
      ready.forEach((one, index) => {
        const at = (eventsAt >>> 0) + 32 * index;
        bytes(at, 32).fill(0);
        setU64(at, one.userdata);
        data().setUint16(at + 8, one.errno, true);
        data().setUint8(at + 10, one.kind);
        setU64(at + 16, one.kind === 0 ? 0 : 1);
      });
      setU32(countAt, ready.length);
    },
    sched_yield: () => 0,
    random_get(at, length) {
      const target = bytes(at, length);
      for (let start = 0; start < target.length; start += RANDOM_AT_ONCE) {
        crypto.getRandomValues(target.subarray(start, start + RANDOM_AT_ONCE));
      }
    },
    proc_exit(code) {
      throw new Error(`Python ended itself (exit code ${code})`);
    },
  };

  // A call ends in zero, or in the number of an error that was thrown or returned.
  const answered = (call) => (...values) => {
    try {
      return call(...values) ?? 0;
    } catch (error) {
      if (typeof error === "number") {
        return error;
      }
      throw error;
    }
  };
  return {
    imports: Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, answered(call)])),
    start(instance) {
      memory = instance.exports.memory;
      instance.exports._initialize();
    },
  };
}
