/* image.c : everything mes knows at some moment, as an executable that goes on from there.
 *
 * The program, its variables and the first megabytes of the heap (heap.c) are one stretch of memory. It begins with the
 * program's own ELF header, which says how much of it comes from the file:
 *
 *   PROGRAM  header | code and variables | room for the heap ...     |   the break: more of the heap
 *            <------------ p_filesz -------------->
 *            <------------------------- p_memsz -------------------->
 *
 * An image is this stretch up to the last byte in use, with p_filesz made to fit. Nothing in it has to be adjusted:
 * the kernel puts it where it was, and objects never move. What belongs to the process that writes it (the stack,
 * arguments, environment) is forgotten first, so the same program gives the same image in every process.
 */

enum { PROGRAM_MODE = 493 };    /* 0755 */

object image_procedure;     /* what an image starts with: called with a list of its name and its arguments */
int is_image;

/* The holes of the heap, as the last collection left them, are zeroed: garbage is not worth a file. */
void clear_holes(void) {
	char* at = skip_taken(heap_start);
	char* end;
	while (at < heap_end) {
		end = skip_free(at, heap_end);
		memset(at, 0, end - at);
		at = skip_taken(end);
	}
}

/* Forgets the process: what is computed, and all that is known by an address in the stack of C. */
void forget_process(void) {
	fp = (object*) (stack_base() + 8);
	self = FALSE;
	callee = FALSE;
	acc = FALSE;
	handlers = NIL;
	winders = NIL;
	last_level = level->number - 1;
	PORT_OF(standard_output)->kind = OUTPUT;
	environment = 0;
	define_for_library(symbol("%argv"), NIL);
	define_for_library(symbol("%image-file"), FALSE);
	define_for_library(symbol("%load-folders"), NIL);
	collect((int*) stack_base(), (int*) fp);
	clear_holes();
	memset((char*) fp, 0, STRING_OF(stack)->length - 8);
	level = 0;
	walk_level = 0;
	stack_bottom = 0;
}

/* Returns whether all was written. */
int write_bytes(int file, char* from, int size) {
	int done = 1;
	while ((size > 0) & (done > 0)) {
		done = system_call(SYS_WRITE, file, (int) from, size);
		from = from + done;
		size = size - done;
	}
	return done > 0;
}

/* (%save-image file procedure): writes the image, and ends. */
void control_save_image(void) {
	int file, size;
	if ((heap_end > room_end) | (permanent_end > room_end)) throw_message("misc-error", "too much for an image", NIL);
	if (0 != level->outer) throw_message("misc-error", "C waits for the program that is to become an image", NIL);
	file = system_call(SYS_OPEN, (int) c_string(fp[0], 1), O_WRITE_NEW, PROGRAM_MODE);
	if (file < 0) system_error("cannot open for writing", fp[0]);
	flush_all();
	is_image = 1;
	image_procedure = fp[1];
	forget_process();
	size = room_at - (char*) PROGRAM;
	while (0 == ((char*) PROGRAM)[size - 1]) size = size - 1;
	PROGRAM_WORD(FILE_SIZE) = size;
	if (!write_bytes(file, (char*) PROGRAM, size)) fail("cannot write the image");
	system_call(SYS_EXIT, 0, 0, 0);
}

/* What start() is to a program, this is to an image. */
void wake(void* bottom) {
	stack_bottom = bottom;
	set_least_budget(LEAST_BUDGET);
	if (is_terminal(1)) PORT_OF(standard_output)->kind = UNBUFFERED;
}
