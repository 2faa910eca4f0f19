/** i386 programs small enough to read as bytes, for tests that run steps. */

const bytes = (text: string) => Buffer.from(text.replace(/#.*/g, '').replace(/\s/g, ''), 'hex');

/** Puts an ELF header and one program header in front of code that is loaded at 0x08048054. */
function elf(code: string): Uint8Array {
  const body = bytes(code);
  const image = Buffer.concat([
    bytes(`
      7f 45 4c 46  01 01 01 03  00000000 00000000    # ident
      0200 0300 01000000                             # executable, i386, version 1
      54800408 34000000 00000000 00000000            # entry, program headers, no section headers, flags
      3400 2000 0100 0000 0000 0000                  # header sizes, one program header
      01000000 00000000 00800408 00800408            # load from the file's begin to 0x08048000
      00000000 00000000 05000000 00100000            # sizes: below; read and execute; alignment
    `),
    body,
  ]);
  image.writeUInt32LE(image.length, 68);
  image.writeUInt32LE(image.length, 72);
  return new Uint8Array(image);
}

/** `copy FROM TO`: copies a file byte by byte; the copy is executable. Exit status 1 when either cannot be opened. */
export const copy = elf(`
  58  58               # pop eax, pop eax          argc and the program's name
  5b                   # pop ebx                   FROM
  31 c9                # xor ecx, ecx              O_RDONLY
  6a 05  58  cd 80     # open
  89 c6                # mov esi, eax
  5b                   # pop ebx                   TO
  b9 41020000          # mov ecx, 0x241            O_WRONLY|O_CREAT|O_TRUNC
  ba c0010000          # mov edx, 0o700
  6a 05  58  cd 80     # open
  89 c7                # mov edi, eax
  89 f0  09 f8  78 20  # js fail                   either of them is negative
                       # again:
  89 f3  89 e1         # mov ebx, esi ; mov ecx, esp
  6a 01  5a            # edx = 1
  6a 03  58  cd 80     # read
  85 c0  74 09         # jz done
  89 fb                # mov ebx, edi
  6a 04  58  cd 80     # write
  eb e7                # jmp again
                       # done:
  31 db                # xor ebx, ebx
                       # end:
  6a 01  58  cd 80     # exit
                       # fail:
  6a 01  5b  eb f6     # mov ebx, 1 ; jmp end
`);

/** `remove FILE`: unlinks a file; the exit status is that of the system call. */
export const remove = elf(`
  58  58  5b           # pop eax, pop eax, pop ebx
  6a 0a  58  cd 80     # unlink
  89 c3                # mov ebx, eax
  6a 01  58  cd 80     # exit
`);

/** `kill`: dies by an illegal instruction. */
export const kill = elf('0f 0b # ud2');

/** `spin`: never ends. */
export const spin = elf('eb fe # jmp $');
