/**
 * `rights` of preview 1. The specification has 64 bits and uses 30, so they are kept as a number here and become 64 bits
 * only in the guest's memory. Source: `typenames.witx`.
 */
export const Rights = {
  fdDatasync: 1 << 0,
  fdRead: 1 << 1,
  fdSeek: 1 << 2,
  fdFdstatSetFlags: 1 << 3,
  fdSync: 1 << 4,
  fdTell: 1 << 5,
  fdWrite: 1 << 6,
  fdAdvise: 1 << 7,
  fdAllocate: 1 << 8,
  pathCreateDirectory: 1 << 9,
  pathCreateFile: 1 << 10,
  pathLinkSource: 1 << 11,
  pathLinkTarget: 1 << 12,
  pathOpen: 1 << 13,
  fdReaddir: 1 << 14,
  pathReadlink: 1 << 15,
  pathRenameSource: 1 << 16,
  pathRenameTarget: 1 << 17,
  pathFilestatGet: 1 << 18,
  pathFilestatSetSize: 1 << 19,
  pathFilestatSetTimes: 1 << 20,
  fdFilestatGet: 1 << 21,
  fdFilestatSetSize: 1 << 22,
  fdFilestatSetTimes: 1 << 23,
  pathSymlink: 1 << 24,
  pathRemoveDirectory: 1 << 25,
  pathUnlinkFile: 1 << 26,
  pollFdReadwrite: 1 << 27,
  sockShutdown: 1 << 28,
  sockAccept: 1 << 29,
} as const;

/** All that can be done with an open file. */
export const FILE_RIGHTS =
  Rights.fdDatasync |
  Rights.fdRead |
  Rights.fdSeek |
  Rights.fdFdstatSetFlags |
  Rights.fdSync |
  Rights.fdTell |
  Rights.fdWrite |
  Rights.fdAdvise |
  Rights.fdAllocate |
  Rights.fdFilestatGet |
  Rights.fdFilestatSetSize |
  Rights.fdFilestatSetTimes |
  Rights.pollFdReadwrite;

/** All that can be done with an open directory. A directory cannot be read, written, or have a position. */
export const DIRECTORY_RIGHTS =
  Rights.fdDatasync |
  Rights.fdFdstatSetFlags |
  Rights.fdSync |
  Rights.pathCreateDirectory |
  Rights.pathCreateFile |
  Rights.pathLinkSource |
  Rights.pathLinkTarget |
  Rights.pathOpen |
  Rights.fdReaddir |
  Rights.pathReadlink |
  Rights.pathRenameSource |
  Rights.pathRenameTarget |
  Rights.pathFilestatGet |
  Rights.pathFilestatSetSize |
  Rights.pathFilestatSetTimes |
  Rights.fdFilestatGet |
  Rights.fdFilestatSetTimes |
  Rights.pathSymlink |
  Rights.pathRemoveDirectory |
  Rights.pathUnlinkFile;

/** What may be passed on to what is opened beneath a directory. */
export const INHERITING_RIGHTS = FILE_RIGHTS | DIRECTORY_RIGHTS;

/** A stream that is read: no position, no size, no times. */
export const INPUT_RIGHTS = Rights.fdRead | Rights.fdFdstatSetFlags | Rights.fdFilestatGet | Rights.pollFdReadwrite;

export const OUTPUT_RIGHTS = Rights.fdWrite | Rights.fdFdstatSetFlags | Rights.fdFilestatGet | Rights.pollFdReadwrite;

/** The rights that change a file system: none of them is found beneath a read-only preopen. */
export const CHANGING_RIGHTS =
  Rights.fdWrite |
  Rights.fdAllocate |
  Rights.pathCreateDirectory |
  Rights.pathCreateFile |
  Rights.pathLinkSource |
  Rights.pathLinkTarget |
  Rights.pathRenameSource |
  Rights.pathRenameTarget |
  Rights.pathFilestatSetSize |
  Rights.pathFilestatSetTimes |
  Rights.fdFilestatSetSize |
  Rights.fdFilestatSetTimes |
  Rights.pathSymlink |
  Rights.pathRemoveDirectory |
  Rights.pathUnlinkFile;

/** The rights of a guest's 64 bits that mean anything; bits no one has defined can apply to nothing. */
export function toRights(bits: bigint): number {
  return Number(BigInt.asUintN(30, bits));
}
