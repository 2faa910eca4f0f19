/* wrap.c : wrap CMD ARGS    runs a command with the working directory as its root directory, in user
 * and mount namespaces of its own, so that no privileges are needed. /dev, /proc and /sys of the
 * outside are visible inside. */
#define _GNU_SOURCE
#include "text.c"
#include "options.c"
#include <sched.h>
#include <sys/mount.h>

enum { NEW_MOUNTS = 0x20000, NEW_USERS = 0x10000000 };      /* CLONE_NEWNS, CLONE_NEWUSER */
enum { MOUNT_BIND = 4096, MOUNT_RECURSIVE = 16384 };         /* MS_BIND, MS_REC */

void write_file(char* name, char* text)
{
	int file = open(name, O_WRONLY, 0);
	int length = strlen(text);
	if(file < 0) fail("cannot open ", name, " for writing");
	if(write(file, text, length) != length) fail("cannot write to ", name, "");
	close(file);
}

/* Our user and group are number 0 inside. The kernel wants setgroups forbidden first. */
void become_root(void)
{
	int user = geteuid();
	int group = getegid();
	if(unshare(NEW_USERS | NEW_MOUNTS) < 0) fail("the kernel does not allow new user and mount namespaces here", "", "");
	write_file("/proc/self/setgroups", "deny");
	write_file("/proc/self/uid_map", join("0 ", decimal(user), " 1"));
	write_file("/proc/self/gid_map", join("0 ", decimal(group), " 1"));
}

void bind(char* outside, char* inside)
{
	if(0 != access(outside, 0)) return;
	if(0 != access(inside, 0)) if(mkdir(inside, 0755) < 0) fail("cannot make directory ", inside, "");
	if(mount(outside, inside, "", MOUNT_BIND | MOUNT_RECURSIVE, "") < 0) fail("cannot bind ", outside, " into the new root");
}

/* The file for a command: a name without a slash is looked up in PATH. */
char* find_program(char* name)
{
	char* path = getenv("PATH");
	char* end;
	char* file;
	if(0 != strchr(name, '/')) return name;
	if(0 == path) path = "/bin:/usr/bin";
	while(0 != path[0])
	{
		end = path;
		while((':' != end[0]) & (0 != end[0])) end = end + 1;
		file = join(copy_text(path, end - path), "/", name);
		if(0 == access(file, 0)) return file;
		path = end;
		if(':' == end[0]) path = end + 1;
	}
	fail("command not found inside: ", name, "");
	return 0;
}

int main(int argc, char** argv, char** envp)
{
	char** command;
	char* program;
	int i;
	options_begin("wrap", argc, argv);
	common_options(" 1.0.0 (fullsource)", " CMD ARGS...: runs CMD with the working directory as its root");
	if(argument >= argument_count) fail("no command: wrap CMD ARGS...", "", "");
	command = allocate(argc * sizeof(char*));
	for(i = 1; i <= argc; i = i + 1) command[i - 1] = argv[i];
	become_root();
	bind("/dev", "dev");
	bind("/proc", "proc");
	bind("/sys", "sys");
	if(chroot(".") < 0) fail("cannot change the root directory", "", "");
	if(chdir("/") < 0) fail("cannot enter the new root directory", "", "");
	program = find_program(command[0]);
	execve(program, command, envp);
	fail("cannot execute ", program, "");
	return 1;
}
