/* main.c : starting. The command line is Scheme's business: (mes core main). */

void start(void* bottom, char** envp) {
	environment = envp;
	start_heap(bottom);
	start_symbols();
	start_machine();
	start_ports();
	start_reader();
	start_control();
	start_primitives();
	start_operations();
	start_evaluator();
}

/* Without an image, the library is made anew from its files, in $MES_PREFIX/mes/module or mes/module. */
void make_library(void) {
	object folder = get_environment("MES_PREFIX");
	if (folder == FALSE) folder = string("");
	else folder = join(folder, string("/"), string(""));
	folder = join(folder, string("mes/module/"), string(""));
	set_system_value("%moduledir", folder);
	set_system_value("%datadir", FALSE);
	evaluate_file(join(folder, string("boot.scm"), string("")));
}

int main(int argument_count, char** argv, char** envp) {
	int here;
	if (is_image) wake(&here, envp);
	else {
		start(&here, envp);
		make_library();
		image_procedure = value_of("%main");
	}
	call(image_procedure, 1, strings_of(argv), MISSING);
	leave(0);
	return 0;
}
