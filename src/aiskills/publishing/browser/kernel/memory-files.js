// Files and folders in memory, with the errors of a POSIX system. An error is thrown as its number in WASI preview 1.

export const ERRNO = {
  ACCES: 2, BADF: 8, BUSY: 10, EXIST: 20, ILSEQ: 25, INVAL: 28, ISDIR: 31, NAMETOOLONG: 37, NOENT: 44, NOSPC: 51,
  NOTDIR: 54, NOTEMPTY: 55, NOTSOCK: 57, NOTSUP: 58, SPIPE: 70, NOTCAPABLE: 76,
};

export function require(condition, errno) {
  if (!condition) {
    throw errno;
  }
}

// Nanoseconds since 1970.
export const now = () => BigInt(Date.now()) * 1_000_000n;

let inodes = 0n;

class Node {
  inode = ++inodes;
  accessed = now();
  modified = this.accessed;
  changed = this.accessed;

  touch() {
    this.modified = this.changed = now();
  }
}

export class File extends Node {
  constructor(bytes = new Uint8Array(), { readonly = false } = {}) {
    super();
    this.bytes = bytes; // may be longer than the file, with zeros after its end
    this.size = bytes.length;
    this.readonly = readonly;
  }

  get content() {
    return this.bytes.subarray(0, this.size);
  }

  read(start, target) {
    const found = this.bytes.subarray(start, Math.min(start + target.length, this.size));
    target.set(found);
    return found.length;
  }

  write(start, source) {
    if (source.length) {
      this.resize(Math.max(this.size, start + source.length));
      this.bytes.set(source, start);
    }
    return source.length;
  }

  // Room is doubled when it is needed, so that many small writes do not copy the file each time.
  resize(size) {
    if (size < this.size) {
      this.bytes = this.bytes.slice(0, size);
    } else if (size > this.bytes.length) {
      let grown;
      try {
        grown = new Uint8Array(Math.max(size, 2 * this.size));
      } catch {
        throw ERRNO.NOSPC;
      }
      grown.set(this.content);
      this.bytes = grown;
    }
    this.size = size;
    this.touch();
  }
}

export class Folder extends Node {
  entries = new Map();
  parent = null;

  set(name, node) {
    this.entries.set(name, node);
    if (node instanceof Folder) {
      node.parent = this;
    }
    this.touch();
  }

  delete(name) {
    this.entries.delete(name);
    this.touch();
  }
}

// What `path` leads to from the folder `start`, never above it: {folder, name, node, slash}. `node` is undefined where
// nothing has that name yet. `folder` is null where the path ends in a folder without naming it ("." or "..").
export function find(start, path) {
  require(path, ERRNO.NOENT);
  require(path[0] !== "/", ERRNO.NOTCAPABLE);
  const found = { folder: null, name: "", node: start, slash: path.endsWith("/") || path.endsWith("/.") };
  let depth = 0;
  for (const part of path.split("/")) {
    if (part === "" || part === ".") {
      continue;
    }
    require(found.node, ERRNO.NOENT);
    require(found.node instanceof Folder, ERRNO.NOTDIR);
    if (part === "..") {
      require(depth--, ERRNO.NOTCAPABLE);
      found.node = found.node.parent;
      found.folder = null;
    } else {
      depth++;
      found.folder = found.node;
      found.name = part;
      found.node = found.folder.entries.get(part);
    }
  }
  require(!found.slash || !found.node || found.node instanceof Folder, ERRNO.NOTDIR);
  return found;
}

// The same where something must be there.
export function existing(start, path) {
  const found = find(start, path);
  require(found.node, ERRNO.NOENT);
  return found;
}

export function makeFolder(start, path) {
  const { folder, name, node } = find(start, path);
  require(!node, ERRNO.EXIST);
  folder.set(name, new Folder());
}

export function removeFolder(start, path) {
  const { folder, name, node } = existing(start, path);
  require(node instanceof Folder, ERRNO.NOTDIR);
  require(!node.entries.size, ERRNO.NOTEMPTY);
  require(folder, ERRNO.BUSY);
  folder.delete(name);
}

export function removeFile(start, path) {
  const { folder, name, node } = existing(start, path);
  require(node instanceof File, ERRNO.ISDIR);
  folder.delete(name);
}

export function rename(start, path, newStart, newPath) {
  const from = existing(start, path);
  const to = find(newStart, newPath);
  require(from.folder && (to.folder || !to.node), ERRNO.BUSY);
  if (from.node === to.node) {
    return;
  }
  if (from.node instanceof Folder) {
    for (let above = to.folder; above; above = above.parent) {
      require(above !== from.node, ERRNO.INVAL); // into itself
    }
    require(!to.node || to.node instanceof Folder, ERRNO.NOTDIR);
    require(!to.node?.entries.size, ERRNO.NOTEMPTY);
  } else {
    require(!(to.node instanceof Folder), ERRNO.ISDIR);
    require(!to.slash, ERRNO.NOTDIR);
  }
  from.folder.delete(from.name);
  to.folder.set(to.name, from.node);
}
