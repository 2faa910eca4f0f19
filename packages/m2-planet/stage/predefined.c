/* The machines we know, and the macros that are there from the start. */

char* architecture;                 /* --architecture */
struct name_list* definitions;      /* -D */

/* The macro that says which machine it is; NULL: no such machine */
char* machine_macro(char* name)
{
	if (match(name, "x86")) return "__i386__=1";
	if (match(name, "amd64")) return "__x86_64__=1";
	if (match(name, "armv7l")) return "__arm__=1";
	if (match(name, "aarch64")) return "__aarch64__=1";
	if (match(name, "riscv32") || match(name, "riscv64")) return "__riscv=1";
	if (match(name, "knight-native")) return "__knight__=1";
	if (match(name, "knight-posix")) return "__knight_posix__=1";
	return NULL;
}

void predefine_macros(void)
{
	struct name_list* d;
	if (bootstrap_mode) return;
	define_from_text("__M2__=42");
	define_from_text("__M2C__=1");
	define_from_text("__M2C_MINOR__=13");
	define_from_text("__M2C_PATCHLEVEL__=1");
	define_from_text("__STDC__=1");
	define_from_text("__STDC_HOSTED__=1");
	define_from_text("__STDC_VERSION__=199409");
	define_from_text("__DATE__=\"Jan  1 1970\"");
	define_from_text("__TIME__=\"00:00:00\"");
	define_from_text(machine_macro(architecture));
	if (match(architecture, "riscv32")) define_from_text("__riscv_xlen=32");
	if (match(architecture, "riscv64")) define_from_text("__riscv_xlen=64");
	define_builtin("__LINE__", BUILTIN_LINE);
	define_builtin("__FILE__", BUILTIN_FILE);
	for (d = definitions; NULL != d; d = d->next) define_from_text(d->name);
}
