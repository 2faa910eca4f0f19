/* System calls of x86 Linux about processes, descriptors and directories.
 *
 * The last argument of a function is at [esp+4], the one before it at [esp+8], and so on; the kernel wants them in ebx,
 * ecx, edx, esi, edi and the number of the call in eax, where it leaves the result: a negative one is -errno.
 */

#define NULL 0

/* In the start files: ends the program at once, without writing out what is buffered */
void _exit(int status);

int access(char* name, int mode)
{
	asm("lea_ebx,[esp+DWORD] %8"
	    "mov_ebx,[ebx]"
	    "lea_ecx,[esp+DWORD] %4"
	    "mov_ecx,[ecx]"
	    "mov_eax, %33"
	    "int !0x80");
}

int chdir(char* name)
{
	asm("lea_ebx,[esp+DWORD] %4"
	    "mov_ebx,[ebx]"
	    "mov_eax, %12"
	    "int !0x80");
}

int fchdir(int descriptor)
{
	asm("lea_ebx,[esp+DWORD] %4"
	    "mov_ebx,[ebx]"
	    "mov_eax, %133"
	    "int !0x80");
}

int fork(void)
{
	asm("mov_eax, %2"
	    "int !0x80");
}

int waitpid(int process, int* status, int options)
{
	asm("lea_ebx,[esp+DWORD] %12"
	    "mov_ebx,[ebx]"
	    "lea_ecx,[esp+DWORD] %8"
	    "mov_ecx,[ecx]"
	    "lea_edx,[esp+DWORD] %4"
	    "mov_edx,[edx]"
	    "mov_eax, %7"
	    "int !0x80");
}

int execve(char* name, char** arguments, char** environment)
{
	asm("lea_ebx,[esp+DWORD] %12"
	    "mov_ebx,[ebx]"
	    "lea_ecx,[esp+DWORD] %8"
	    "mov_ecx,[ecx]"
	    "lea_edx,[esp+DWORD] %4"
	    "mov_edx,[edx]"
	    "mov_eax, %11"
	    "int !0x80");
}

int read(int descriptor, char* buffer, int count)
{
	asm("lea_ebx,[esp+DWORD] %12"
	    "mov_ebx,[ebx]"
	    "lea_ecx,[esp+DWORD] %8"
	    "mov_ecx,[ecx]"
	    "lea_edx,[esp+DWORD] %4"
	    "mov_edx,[edx]"
	    "mov_eax, %3"
	    "int !0x80");
}

int write(int descriptor, char* buffer, int count)
{
	asm("lea_ebx,[esp+DWORD] %12"
	    "mov_ebx,[ebx]"
	    "lea_ecx,[esp+DWORD] %8"
	    "mov_ecx,[ecx]"
	    "lea_edx,[esp+DWORD] %4"
	    "mov_edx,[edx]"
	    "mov_eax, %4"
	    "int !0x80");
}

int lseek(int descriptor, int offset, int whence)
{
	asm("lea_ebx,[esp+DWORD] %12"
	    "mov_ebx,[ebx]"
	    "lea_ecx,[esp+DWORD] %8"
	    "mov_ecx,[ecx]"
	    "lea_edx,[esp+DWORD] %4"
	    "mov_edx,[edx]"
	    "mov_eax, %19"
	    "int !0x80");
}

int close(int descriptor)
{
	asm("lea_ebx,[esp+DWORD] %4"
	    "mov_ebx,[ebx]"
	    "mov_eax, %6"
	    "int !0x80");
}

int unlink(char* name)
{
	asm("lea_ebx,[esp+DWORD] %4"
	    "mov_ebx,[ebx]"
	    "mov_eax, %10"
	    "int !0x80");
}

int symlink(char* target, char* name)
{
	asm("lea_ebx,[esp+DWORD] %8"
	    "mov_ebx,[ebx]"
	    "lea_ecx,[esp+DWORD] %4"
	    "mov_ecx,[ecx]"
	    "mov_eax, %83"
	    "int !0x80");
}

/* The end of the data segment becomes address; returns where it is. 0 only asks. */
int brk(void* address)
{
	asm("lea_ebx,[esp+DWORD] %4"
	    "mov_ebx,[ebx]"
	    "mov_eax, %45"
	    "int !0x80");
}

int uname(struct utsname* about)
{
	asm("lea_ebx,[esp+DWORD] %4"
	    "mov_ebx,[ebx]"
	    "mov_eax, %109"
	    "int !0x80");
}

int unshare(int flags)
{
	asm("lea_ebx,[esp+DWORD] %4"
	    "mov_ebx,[ebx]"
	    "mov_eax, %310"
	    "int !0x80");
}

int geteuid(void)
{
	asm("mov_eax, %201"
	    "int !0x80");
}

int getegid(void)
{
	asm("mov_eax, %202"
	    "int !0x80");
}

int chroot(char* name)
{
	asm("lea_ebx,[esp+DWORD] %4"
	    "mov_ebx,[ebx]"
	    "mov_eax, %61"
	    "int !0x80");
}

/* The kernel wants five arguments here. esi is the caller's. */
int mount(char* source, char* target, char* type, SCM flags, void* data)
{
	asm("push_esi"
	    "lea_ebx,[esp+DWORD] %24"
	    "mov_ebx,[ebx]"
	    "lea_ecx,[esp+DWORD] %20"
	    "mov_ecx,[ecx]"
	    "lea_edx,[esp+DWORD] %16"
	    "mov_edx,[edx]"
	    "lea_esi,[esp+DWORD] %12"
	    "mov_esi,[esi]"
	    "lea_edi,[esp+DWORD] %8"
	    "mov_edi,[edi]"
	    "mov_eax, %21"
	    "int !0x80"
	    "pop_esi");
}

int _getcwd(char* buffer, int size)
{
	asm("lea_ebx,[esp+DWORD] %8"
	    "mov_ebx,[ebx]"
	    "lea_ecx,[esp+DWORD] %4"
	    "mov_ecx,[ecx]"
	    "mov_eax, %183"
	    "int !0x80");
}

/* The working directory, in the buffer; NULL if it does not fit */
char* getcwd(char* buffer, size_t size)
{
	if (_getcwd(buffer, size) <= 0) return NULL;
	return buffer;
}

char* getwd(char* buffer)
{
	return getcwd(buffer, 4096);
}

void* malloc(unsigned size);

/* The same in fresh memory */
char* get_current_dir_name(void)
{
	char* buffer = malloc(4096);
	if (NULL == buffer) return NULL;
	return getcwd(buffer, 4096);
}
