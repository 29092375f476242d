import type { Context } from "../context.ts";
import { type Descriptor, type DirectoryDescriptor, DirectoryHandle } from "../descriptors.ts";
import { Errno, WasiErrno } from "../errno.ts";
import { Fdflags, Lookupflags, Oflags } from "../flags.ts";
import { type FileStat, Filetype, type OpenFileOptions } from "../fs/file-system.ts";
import { atPath, type Place, type Walk } from "../path.ts";
import { CHANGING_RIGHTS, DIRECTORY_RIGHTS, FILE_RIGHTS, INHERITING_RIGHTS, Rights, toRights } from "../rights.ts";

interface Request {
  readonly parent: DirectoryDescriptor;
  readonly oflags: number;
  readonly fdflags: number;
  readonly rights: number;
  readonly inheriting: number;
}

export function pathOpen(
  context: Context,
  fd: number,
  lookup: number,
  pointer: number,
  length: number,
  oflags: number,
  rights: bigint,
  inheriting: bigint,
  fdflags: number,
  resultPointer: number,
): Errno {
  const { memory, descriptors } = context;
  const parent = descriptors.directory(fd, Rights.pathOpen);
  const request = { parent, oflags, fdflags, rights: toRights(rights), inheriting: toRights(inheriting) };
  const path = memory.path(pointer, length);
  memory.at(resultPointer, 4);
  checkFlags(request, lookup);
  descriptors.reserve();
  // A file that must be new must not be a link either, wherever it leads.
  const exclusive = (oflags & (Oflags.creat | Oflags.excl)) === (Oflags.creat | Oflags.excl);
  const follow = (lookup & Lookupflags.symlinkFollow) !== 0 && !exclusive ? "always" : "slash";
  const opened = atPath(parent.handle, path, follow, (place, walk) => open(request, place, walk));
  memory.setUint32(resultPointer, descriptors.add(opened));
  return Errno.success;
}

/** @throws `inval` for flags that contradict each other or mean nothing, `notcapable`, `rofs` */
function checkFlags({ parent, oflags, fdflags }: Request, lookup: number): void {
  const newDirectory = (oflags & Oflags.directory) !== 0 && (oflags & (Oflags.creat | Oflags.trunc)) !== 0;
  const unknown = (oflags & ~Oflags.all) | (fdflags & ~Fdflags.all) | (lookup & ~Lookupflags.all);
  if (newDirectory || unknown !== 0) throw new WasiErrno(Errno.inval);
  let base = 0;
  let passed = 0;
  if ((oflags & Oflags.creat) !== 0) base |= Rights.pathCreateFile;
  if ((oflags & Oflags.trunc) !== 0) base |= Rights.pathFilestatSetSize;
  if ((fdflags & (Fdflags.sync | Fdflags.rsync)) !== 0) passed |= Rights.fdSync;
  if ((fdflags & Fdflags.dsync) !== 0) passed |= Rights.fdDatasync;
  // Beneath a read-only preopen asking to create what is there already is no change: see `openNew`.
  if (parent.readOnly) base &= ~CHANGING_RIGHTS;
  if ((base & ~parent.rights) !== 0 || (passed & ~parent.inheriting) !== 0) throw new WasiErrno(Errno.notcapable);
}

function open(request: Request, place: Place, walk: Walk): Descriptor {
  const { oflags } = request;
  const stat = place.name === null ? null : present(place, place.name);
  if (place.name !== null && stat === null) return openNew(request, place, place.name);
  if ((oflags & Oflags.creat) !== 0 && (oflags & Oflags.excl) !== 0) throw new WasiErrno(Errno.exist);
  if (place.name === null || stat === null) return openDirectory(request, place, walk);
  if (stat.filetype === Filetype.symbolicLink) throw new WasiErrno(Errno.loop);
  if (stat.filetype === Filetype.directory) return openDirectory(request, place, walk);
  if (place.slash || (oflags & Oflags.directory) !== 0) throw new WasiErrno(Errno.notdir);
  return openFile(request, place, place.name, stat.filetype);
}

function present(place: Place, name: string): FileStat | null {
  if (place.stat !== undefined) return place.stat;
  try {
    return place.directory.statOf(name);
  } catch (error) {
    if (error instanceof WasiErrno && error.errno === Errno.noent) return null;
    throw error;
  }
}

function openNew(request: Request, place: Place, name: string): Descriptor {
  if ((request.oflags & Oflags.creat) === 0) throw new WasiErrno(Errno.noent);
  if (request.parent.readOnly) throw new WasiErrno(Errno.rofs);
  // A trailing slash asks for a directory, which this call does not make.
  if (place.slash) throw new WasiErrno(Errno.isdir);
  return openFile(request, place, name, Filetype.regularFile);
}

function openFile(request: Request, place: Place, name: string, filetype: Filetype): Descriptor {
  const { parent, oflags, fdflags } = request;
  const truncate = (oflags & Oflags.trunc) !== 0;
  if (parent.readOnly && (truncate || (request.rights & Rights.fdWrite) !== 0)) throw new WasiErrno(Errno.rofs);
  const rights = granted(request, FILE_RIGHTS);
  const needsWrite = Rights.fdWrite | Rights.fdAllocate | Rights.fdFilestatSetSize;
  // A host may need the file open for writing to truncate it; the guest's rights stay what they are.
  const write = truncate || (rights & needsWrite) !== 0;
  const file = place.directory.openFile(name, {
    read: !write || (rights & Rights.fdRead) !== 0,
    write,
    create: (oflags & Oflags.creat) !== 0,
    exclusive: (oflags & Oflags.creat) !== 0 && (oflags & Oflags.excl) !== 0,
    truncate,
    sync: syncOf(fdflags),
  });
  const { readOnly } = parent;
  return {
    kind: "file",
    file,
    filetype,
    rights,
    inheriting: 0,
    flags: fdflags,
    openFlags: fdflags,
    readOnly,
    offset: 0n,
  };
}

function openDirectory(request: Request, place: Place, walk: Walk): Descriptor {
  const { parent, oflags, fdflags } = request;
  const changes = (oflags & (Oflags.creat | Oflags.trunc)) !== 0 || (request.rights & Rights.fdWrite) !== 0;
  if (changes) throw new WasiErrno(Errno.isdir);
  const rights = granted(request, DIRECTORY_RIGHTS);
  const inheriting = request.inheriting & INHERITING_RIGHTS;
  if ((missing(inheriting, parent) & INHERITING_RIGHTS) !== 0) throw new WasiErrno(Errno.notcapable);
  const above = place.name === null ? walk.above : walk.handle;
  const parentIno = above === undefined ? parent.parentIno : above.directory.stat().ino;
  const handle =
    place.name === null ? walk.handle.retain() : new DirectoryHandle(place.directory.openDirectory(place.name));
  return {
    kind: "directory",
    handle,
    rights,
    inheriting: inheriting & parent.inheriting,
    flags: fdflags,
    readOnly: parent.readOnly,
    parentIno,
    preopen: null,
    listing: null,
  };
}

/** The rights asked for as far as they apply to such a thing. @throws `notcapable` when the parent cannot pass them on */
function granted(request: Request, applicable: number): number {
  const wanted = request.rights & applicable;
  if (missing(wanted, request.parent) !== 0) throw new WasiErrno(Errno.notcapable);
  return wanted & request.parent.inheriting;
}

/** Beneath a read-only preopen rights to change something apply to nothing: they are left out, not refused. */
function missing(wanted: number, parent: DirectoryDescriptor): number {
  return wanted & ~parent.inheriting & ~(parent.readOnly ? CHANGING_RIGHTS : 0);
}

function syncOf(fdflags: number): OpenFileOptions["sync"] {
  if ((fdflags & (Fdflags.sync | Fdflags.rsync)) !== 0) return "all";
  return (fdflags & Fdflags.dsync) !== 0 ? "data" : "none";
}
