/** Flags of mmap(2), asm-generic/mman-common.h and mman.h. */
export const MapFlag = {
  SHARED: 0x01,
  PRIVATE: 0x02,
  SHARED_VALIDATE: 0x03,
  TYPE: 0x0f,
  FIXED: 0x10,
  ANONYMOUS: 0x20,
  GROWSDOWN: 0x100,
  DENYWRITE: 0x800,
  EXECUTABLE: 0x1000,
  LOCKED: 0x2000,
  NORESERVE: 0x4000,
  POPULATE: 0x8000,
  NONBLOCK: 0x10000,
  STACK: 0x20000,
  HUGETLB: 0x40000,
  SYNC: 0x80000,
  FIXED_NOREPLACE: 0x100000,
} as const;

/** Flags of mremap(2). */
export const Mremap = { MAYMOVE: 1, FIXED: 2, DONTUNMAP: 4 } as const;

/** Protection bits of mmap and mprotect that this machine knows (others are EINVAL, as in Linux). */
export const PROT_KNOWN = 7;
