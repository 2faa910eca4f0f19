/* main.c : starting. The command line is Scheme's business: (mes core main). */

void start(void* bottom) {
	start_heap(bottom);
	start_symbols();
	start_machine();
	start_ports();
	start_reader();
	start_control();
	start_primitives();
	start_operations();
	start_evaluator();
	add_root(&image_procedure);
}

/* Without an image, the library is made anew from its files in mes/module. */
void make_library(char* folder) {
	set_system_value("%moduledir", string(folder));
	set_system_value("%datadir", FALSE);
	evaluate_file(join(string(folder), string("boot.scm"), string("")));
}

int main(int argument_count, char** argv, char** envp) {
	int here;
	if (is_image) wake(&here);
	else start(&here);
	environment = envp;
	if (!is_image) {
		make_library("mes/module/");
		image_procedure = value_of("%main");
	}
	call(image_procedure, 1, strings_of(argv), MISSING);
	leave(0);
	return 0;
}
