/*
 * Executes cases in 64-bit mode, on kernels that run no i386 programs: the counterpart of ../harness.ts. Reads cases from
 * standard input in that file's format, writes results in its format to standard output.
 *
 * The instruction under test always ends in an exception (int3 follows it). The signal handler finds every register in the
 * signal frame: it stores them as the result, writes those of the next case into the frame and returns.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

/* As in ../layout.ts. */
enum { PAGE = 0x1000, WINDOW = 256, CODE_SIZE = 32, X87_SIZE = 108 };
#define CODE ((uint8_t *)0x10000000)
#define DATA ((uint8_t *)0x20000000)
#define HIGH_WINDOW (DATA + PAGE - WINDOW)
#define CONSTANT ((uint8_t *)0x20002000)

struct test {
  uint32_t gs, fs, es, ds, edi, esi, ebp, esp, ebx, edx, ecx, eax;
  uint32_t eip, eflags, at;
  uint8_t code[CODE_SIZE], low_window[WINDOW], high_window[WINDOW];
  /* The 32-bit format of frstor. */
  uint32_t control, status, tags, instruction_pointer, opcode, data_pointer, data_selector;
  uint8_t registers[80];
};

struct result {
  uint32_t signal;
  /* struct sigcontext of i386 */
  uint32_t gs, fs, es, ds, edi, esi, ebp, esp, ebx, edx, ecx, eax;
  uint32_t vector, error, eip, cs, eflags, esp_at_signal, ss, x87, old_mask, cr2;
  /* What fnsave stores, with two words of Linux, and the start of what fxsave does. */
  uint32_t control, status, tags, instruction_pointer, opcode, data_pointer, data_selector;
  uint8_t registers[80];
  uint32_t linux_words[1];
  uint8_t fxsave[32];
  uint8_t low_window[WINDOW], high_window[WINDOW];
};

/* Selectors that Linux gives to i386 programs. Nothing that runs here loads others. */
enum { USER_CS = 0x23, USER_DS = 0x2b };

/* In the reserved bytes of the fxsave image, Linux tells about the xsave header behind it (asm/sigcontext.h). */
enum { MAGIC_OFFSET = 464, XSAVE_MAGIC = 0x46505853, XSAVE_HEADER = 512, XSAVE_X87 = 1 };

static struct test *next, *end;
static struct result *results, *result;

static uint32_t full_tags(uint32_t abridged) {
  uint32_t tags = 0;
  for (int n = 0; n < 8; n++)
    if (!(abridged >> n & 1)) tags |= 3u << 2 * n;
  return tags;
}

static uint32_t abridged_tags(uint32_t tags) {
  uint32_t abridged = 0;
  for (int n = 0; n < 8; n++)
    if ((tags >> 2 * n & 3) != 3) abridged |= 1u << n;
  return abridged;
}

static void store_x87(struct result *to, const struct _libc_fpstate *from) {
  to->control = from->cwd;
  to->status = from->swd;
  to->tags = full_tags(from->ftw);
  for (int n = 0; n < 8; n++) memcpy(to->registers + 10 * n, &from->_st[n], 10);
  memcpy(to->fxsave, from, sizeof to->fxsave);
}

static void load_x87(struct _libc_fpstate *to, const struct test *from) {
  to->cwd = from->control;
  to->swd = from->status;
  to->ftw = abridged_tags(from->tags);
  to->fop = from->opcode >> 16;
  to->rip = from->instruction_pointer;
  to->rdp = from->data_pointer;
  for (int n = 0; n < 8; n++) memcpy(&to->_st[n], from->registers + 10 * n, 10);
  uint32_t magic;
  memcpy(&magic, (uint8_t *)to + MAGIC_OFFSET, sizeof magic);
  /* Else the unit would start as if initialised. */
  if (magic == XSAVE_MAGIC) *((uint8_t *)to + XSAVE_HEADER) |= XSAVE_X87;
}

static void store(struct result *to, int signal, const ucontext_t *context) {
  const greg_t *regs = context->uc_mcontext.gregs;
  *to = (struct result){
      .signal = signal, .gs = next[-1].gs, .fs = next[-1].fs, .es = next[-1].es, .ds = next[-1].ds,
      .edi = regs[REG_RDI], .esi = regs[REG_RSI], .ebp = regs[REG_RBP], .esp = regs[REG_RSP],
      .ebx = regs[REG_RBX], .edx = regs[REG_RDX], .ecx = regs[REG_RCX], .eax = regs[REG_RAX],
      .vector = regs[REG_TRAPNO], .error = regs[REG_ERR], .eip = regs[REG_RIP], .cs = USER_CS,
      .eflags = regs[REG_EFL], .ss = USER_DS, .cr2 = regs[REG_CR2],
  };
  store_x87(to, context->uc_mcontext.fpregs);
  memcpy(to->low_window, DATA, WINDOW);
  memcpy(to->high_window, HIGH_WINDOW, WINDOW);
}

static void load(ucontext_t *context, const struct test *from) {
  greg_t *regs = context->uc_mcontext.gregs;
  regs[REG_RDI] = from->edi, regs[REG_RSI] = from->esi, regs[REG_RBP] = from->ebp, regs[REG_RSP] = from->esp;
  regs[REG_RBX] = from->ebx, regs[REG_RDX] = from->edx, regs[REG_RCX] = from->ecx, regs[REG_RAX] = from->eax;
  regs[REG_RIP] = from->eip, regs[REG_EFL] = from->eflags;
  memset(CODE, 0xcc, PAGE);
  memcpy((uint8_t *)(uintptr_t)from->at, from->code, CODE_SIZE);
  memcpy(DATA, from->low_window, WINDOW);
  memcpy(HIGH_WINDOW, from->high_window, WINDOW);
  load_x87(context->uc_mcontext.fpregs, from);
}

static void write_all(const uint8_t *from, const uint8_t *behind) {
  while (from < behind) {
    ssize_t count = write(1, from, behind - from);
    if (count <= 0) _exit(1);
    from += count;
  }
}

static void on_signal(int signal, siginfo_t *info, void *context) {
  (void)info;
  /* Forget ID, NT and AC, which sigreturn does not restore. */
  asm volatile("pushq $2; popfq" ::: "cc", "memory");
  if (result == NULL) result = results;
  else store(result++, signal, context);
  if (next == end) {
    write_all((uint8_t *)results, (uint8_t *)result);
    _exit(0);
  }
  load(context, next++);
}

static void map(uint8_t *at, int protection) {
  if (mmap(at, PAGE, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != at) _exit(2);
}

/* Standard input: the bytes of the read-only page, then the cases. */
static uint8_t *read_all(size_t *size) {
  size_t room = 1 << 20, count = 0;
  uint8_t *bytes = malloc(room);
  for (ssize_t got; (got = read(0, bytes + count, room - count)) > 0;) {
    count += got;
    if (count == room) bytes = realloc(bytes, room *= 2);
  }
  *size = count;
  return bytes;
}

int main(void) {
  size_t size;
  uint8_t *input = read_all(&size);
  map(CODE, PROT_READ | PROT_WRITE | PROT_EXEC);
  map(CODE + PAGE, PROT_READ | PROT_WRITE);
  map(DATA, PROT_READ | PROT_WRITE);
  map(CONSTANT, PROT_READ | PROT_WRITE);
  memcpy(CONSTANT, input, PAGE);
  mprotect(CONSTANT, PAGE, PROT_READ);
  next = (struct test *)(input + PAGE);
  end = (struct test *)(input + size);
  results = calloc(end - next + 1, sizeof *results);

  static uint8_t stack[0x10000];
  sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
  struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  static const int signals[] = {SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV};
  for (size_t n = 0; n < sizeof signals / sizeof *signals; n++) sigaction(signals[n], &action, NULL);
  asm volatile("int3");
}
