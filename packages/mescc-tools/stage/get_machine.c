/* get_machine.c : what this machine is called, in the words that the other tools' options want. */
#include "text.c"
#include "options.c"
#include <sys/utsname.h>

char* answer;            /* --override: the answer to every question */
char* machine;           /* as the kernel says it; empty if it does not */

void reply(char* text)
{
	if(0 != answer) text = answer;
	else if(0 == machine[0]) fail("the kernel does not tell its name", "", "");
	fputs(text, stdout);
	fputs("\n", stdout);
	exit(0);
}

int is_386(void)
{
	return same(machine, "i386") | same(machine, "i486") | same(machine, "i586") | same(machine, "i686")
		| same(machine, "i686-pae");
}

int is_amd64(void)
{
	return same(machine, "amd64") | same(machine, "x86_64");
}

int is_64_bit(void)
{
	return is_amd64() | same(machine, "aarch64") | same(machine, "ppc64le") | same(machine, "riscv64");
}

/* The name for -A of M1 and hex2. */
char* architecture(void)
{
	if(is_386()) return "x86";
	if(is_amd64()) return "amd64";
	return machine;
}

/* The options for blood-elf. */
char* blood(void)
{
	if(is_64_bit()) return "--64";
	return "";
}

char* endian(void)
{
	if(is_64_bit() | is_386()) return "--little-endian";
	return "--big-endian";
}

/* The base address for hex2. */
char* base_address(void)
{
	if(is_386()) return "0x08048000";
	if(is_amd64() | same(machine, "riscv64")) return "0x600000";
	if(same(machine, "aarch64")) return "0x400000";
	if(same(machine, "armv7l") | same(machine, "ppc64le")) return "0x10000";
	return "0x0";
}

char* usage(void)
{
	return " [--override TEXT] [question]: prints one line about this machine\n"
		"  (no question)     the architecture, as M1 and hex2 call it\n"
		"  --exact           the architecture, as the kernel calls it\n"
		"  --os, --OS        the operating system\n"
		"  --blood           the option blood-elf needs here, or nothing\n"
		"  --endian          the byte order option\n"
		"  --hex2            the base address for hex2\n"
		"  --override TEXT   answers TEXT to whatever question follows\n"
		"  -h, --help, -V, --version";
}

int main(int argc, char** argv)
{
	struct utsname* name = allocate(sizeof(struct utsname));
	int is_exact = 0;
	options_begin("get_machine", argc, argv);
	machine = "";
	if(uname(name) == 0) machine = name->machine;
	while(argument < argument_count)
	{
		common_options(" 1.5.0 (fullsource)", usage());
		if(option("--exact", "--exact")) is_exact = 1;
		else if(option("--override", "--override")) answer = option_value();
		else if(option("--os", "--OS")) reply(name->sysname);
		else if(option("--blood", "--blood")) reply(blood());
		else if(option("--endian", "--endian")) reply(endian());
		else if(option("--hex2", "--hex2")) reply(base_address());
		else unknown_option();
	}
	if(is_exact) reply(machine);
	reply(architecture());
	return 0;
}
