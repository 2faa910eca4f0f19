/* port.c : streams of bytes, from and to files and strings. */

enum {
	INPUT_BUFFER = 32768,
	OUTPUT_BUFFER = 32768,
	STRING_BUFFER = 128
};

object current_ports[3];    /* for INPUT, OUTPUT, and messages: UNBUFFERED */
object file_ports;          /* list of all open output ports of files: they are flushed at the end */
object standard_input;
object standard_output;
object standard_error;

object new_port(int file, int kind, object buffer, object name) {
	object port = allocate(PORT, 8);
	struct port* p = PORT_OF(port);
	p->file = file;
	p->kind = kind;
	p->buffer = buffer;
	p->at = 0;
	p->end = 0;
	p->line = 1;
	p->line_start = 0;
	p->name = name;
	return port;
}

void system_error(char* what, object name) { throw_message("system-error", what, cons(name, NIL)); }

/* ---- Input ---- */

void flush_all(void);

/* Reads more into an empty buffer. Returns 0 at the end. The last byte stays in front, so it can be unread. */
int refill(struct port* p) {
	char* bytes;
	int got;
	if (p->file < 0) return 0;
	if (0 == p->file) flush_all();
	bytes = BYTES(p->buffer);
	if (p->at > 0) {
		bytes[0] = bytes[p->at - 1];
		p->line_start = p->line_start - (p->at - 1);
		p->at = 1;
	}
	got = system_call(SYS_READ, p->file, (int) bytes + p->at, INPUT_BUFFER - p->at);
	p->end = p->at;
	if (got < 0) system_error("cannot read", p->name);
	p->end = p->at + got;
	return got > 0;
}

/* The next byte, or -1 */
int next_byte(struct port* p) {
	int c;
	if (p->at == p->end) if (!refill(p)) return -1;
	c = BYTES(p->buffer)[p->at] & 255;
	p->at = p->at + 1;
	if ('\n' == c) {
		p->line = p->line + 1;
		p->line_start = p->at;
	}
	return c;
}

/* The same, left where it is */
int peek_byte(struct port* p) {
	if (p->at == p->end) if (!refill(p)) return -1;
	return BYTES(p->buffer)[p->at] & 255;
}

/* ---- Output ---- */

void flush(struct port* p) {
	char* from = BYTES(p->buffer);
	int done;
	if (p->file < 0) return;
	while (p->at > 0) {
		done = system_call(SYS_WRITE, p->file, (int) from, p->at);
		if (done <= 0) {
			p->at = 0;
			system_error("cannot write to", p->name);
		}
		from = from + done;
		p->at = p->at - done;
	}
}

void flush_all(void) {
	object rest;
	for (rest = file_ports; IS_PAIR(rest); rest = rest->cdr) flush(PORT_OF(rest->car));
}

/* Makes room for `size` bytes, if need be in a larger buffer. */
void make_room(struct port* p, int size) {
	object larger;
	if (CLOSED == p->file) throw_message("system-error", "the port is closed:", cons(p->name, NIL));
	flush(p);
	if ((p->at + size) <= STRING_OF(p->buffer)->length) return;
	larger = allocate_string(STRING, (2 * STRING_OF(p->buffer)->length) + size);
	memcpy(BYTES(larger), BYTES(p->buffer), p->at);
	p->buffer = larger;
}

void put_bytes(struct port* p, char* from, int size) {
	if ((p->at + size) > STRING_OF(p->buffer)->length) make_room(p, size);
	memcpy(BYTES(p->buffer) + p->at, from, size);
	p->at = p->at + size;
}

void put_byte(struct port* p, int c) {
	if (p->at == STRING_OF(p->buffer)->length) make_room(p, 1);
	BYTES(p->buffer)[p->at] = c;
	p->at = p->at + 1;
}

void put_text(struct port* p, char* text) { put_bytes(p, text, strlen(text)); }
void put_number(struct port* p, int n) { put_text(p, fixnum_text(n, 10)); }

/* At the end of a primitive that writes */
object written(struct port* p) { if (UNBUFFERED == p->kind) flush(p); return UNSPECIFIED; }

/* ---- Which port ---- */

object open_file_port(int file, int kind, object name) {
	object port;
	if (INPUT == kind) return new_port(file, kind, allocate_string(STRING, INPUT_BUFFER), name);
	port = new_port(file, kind, allocate_string(STRING, OUTPUT_BUFFER), name);
	file_ports = cons(port, file_ports);
	return port;
}

/* A number stands for the file with that descriptor. */
object port_of_number(int file, int kind) {
	object rest;
	if (0 == file) return standard_input;
	for (rest = file_ports; IS_PAIR(rest); rest = rest->cdr) if (PORT_OF(rest->car)->file == file) return rest->car;
	return open_file_port(file, kind, FALSE);
}

/* The port, or the one that a number stands for, or the current one if there is none */
object find_port(object port, int kind) {
	if (port == MISSING) return current_ports[kind];
	if (IS_FIXNUM(port)) return port_of_number(VALUE(port), kind);
	return port;
}

int is_input(object x) { if (!is_type(x, PORT)) return 0; return INPUT == PORT_OF(x)->kind; }
int is_output(object x) { if (!is_type(x, PORT)) return 0; return INPUT != PORT_OF(x)->kind; }

struct port* input_of(object port, int position) {
	port = find_port(port, INPUT);
	if (!is_input(port)) wrong_type(port, position, "an input port");
	return PORT_OF(port);
}

struct port* output_of(object port, int position) {
	port = find_port(port, OUTPUT);
	if (!is_output(port)) wrong_type(port, position, "an output port");
	return PORT_OF(port);
}

struct port* check_port(object x) {
	if (!is_type(x, PORT)) wrong_type(x, 1, "a port");
	return PORT_OF(x);
}

/* The descriptor of a port, or the number given as one */
object prim_port_file(object port) { if (IS_FIXNUM(port)) return port; return FIXNUM(check_port(port)->file); }

object prim_is_port(object x) { return boolean(is_type(x, PORT)); }
object prim_is_input_port(object x) { return boolean(is_input(x)); }
object prim_is_output_port(object x) { return boolean(is_output(x)); }
object prim_current_port(object kind) { return current_ports[check_index(kind, 1, UNBUFFERED)]; }

/* (%set-current-port! kind port) returns the port that was current. */
object prim_set_current_port(object kind, object port) {
	object old = prim_current_port(kind);
	if (INPUT == VALUE(kind)) input_of(port, 2);
	else output_of(port, 2);
	current_ports[VALUE(kind)] = find_port(port, VALUE(kind));
	return old;
}

/* ---- Opening and closing ---- */

char file_name[4096];

/* A Scheme string as one of C, until the next call */
char* c_string(object text, int position) {
	int length = check_string(text, position);
	if (length > 4095) throw_message("system-error", "the name is too long:", cons(text, NIL));
	memcpy(file_name, BYTES(text), length);
	file_name[length] = 0;
	return file_name;
}

enum { O_WRITE_NEW = 577 };     /* O_WRONLY | O_CREAT | O_TRUNC */

/* Flags as for the kernel; files are made for the user alone, with mode 0600. */
object open_file(object name, int flags, int kind, char* otherwise) {
	int file = system_call(SYS_OPEN, (int) c_string(name, 1), flags, 384);
	if (file < 0) system_error(otherwise, name);
	return open_file_port(file, kind, name);
}

object prim_open_input_file(object name) { return open_file(name, 0, INPUT, "cannot open for reading"); }
object prim_open_output_file(object name) { return open_file(name, O_WRITE_NEW, OUTPUT, "cannot open for writing"); }

object prim_open_input_string(object text) {
	object port = new_port(NO_FILE, INPUT, text, FALSE);
	PORT_OF(port)->end = check_string(text, 1);
	return port;
}

object prim_open_output_string(void) {
	return new_port(NO_FILE, OUTPUT, allocate_string(STRING, STRING_BUFFER), FALSE);
}

object prim_get_output_string(object port) {
	struct port* p = output_of(port, 1);
	return new_string(BYTES(p->buffer), p->at);
}

object prim_close_port(object port) {
	struct port* p = check_port(port);
	if (INPUT != p->kind) {
		flush(p);
		file_ports = prim_delq(port, file_ports);
	}
	if (p->file >= 0) system_call(SYS_CLOSE, p->file, 0, 0);
	p->file = CLOSED;
	p->end = p->at;
	return UNSPECIFIED;
}

/* ---- Reading ---- */

object byte_or_end(int c) { if (c < 0) return END_OF_FILE; return CHARACTER(c); }
object prim_read_char(object port) { return byte_or_end(next_byte(input_of(port, 1))); }
object prim_peek_char(object port) { return byte_or_end(peek_byte(input_of(port, 1))); }

/* Only what was just read can be unread for certain: the buffer still holds it. */
void unread(struct port* p, int c) {
	if ((c < 0) | (0 == p->at)) return;
	p->at = p->at - 1;
	if ('\n' == c) p->line = p->line - 1;
	/* a string given to open-input-string must stay as it is */
	if (p->file >= 0) BYTES(p->buffer)[p->at] = c;
}

object prim_unread_char(object x, object port) { unread(input_of(port, 2), check_character(x, 1)); return x; }

/* (%read-up-to stop port): the characters up to one that is `stop`, which is read but not returned, or to the end */
object prim_read_up_to(object stop, object port) {
	struct port* p = input_of(port, 2);
	struct port* out = PORT_OF(prim_open_output_string());
	int c = next_byte(p);
	while ((c >= 0) & (CHARACTER(c) != stop)) {
		put_byte(out, c);
		c = next_byte(p);
	}
	return new_string(BYTES(out->buffer), out->at);
}

object prim_is_eof_object(object x) { return boolean(x == END_OF_FILE); }
object prim_eof_object(void) { return END_OF_FILE; }
object prim_port_filename(object port) { return check_port(find_port(port, INPUT))->name; }
object prim_port_line(object port) { return FIXNUM(input_of(port, 1)->line - 1); }

object prim_port_column(object port) {
	struct port* p = input_of(port, 1);
	return FIXNUM(p->at - p->line_start);
}

/* ---- Writing ---- */

object prim_write_char(object x, object port) {
	struct port* p = output_of(port, 2);
	put_byte(p, check_character(x, 1));
	return written(p);
}

object prim_newline(object port) { struct port* p = output_of(port, 1); put_byte(p, '\n'); return written(p); }
object prim_force_output(object port) { flush(output_of(port, 1)); return UNSPECIFIED; }

int is_terminal(int file) {
	int settings[16];
	return 0 == system_call(SYS_IOCTL, file, 0x5401, (int) &settings);
}

void start_ports(void) {
	int kind = OUTPUT;
	file_ports = NIL;
	if (is_terminal(1)) kind = UNBUFFERED;
	standard_input = open_file_port(0, INPUT, string("standard input"));
	standard_output = open_file_port(1, kind, string("standard output"));
	standard_error = open_file_port(2, UNBUFFERED, string("standard error"));
	current_ports[INPUT] = standard_input;
	current_ports[OUTPUT] = standard_output;
	current_ports[UNBUFFERED] = standard_error;
	for (kind = INPUT; kind <= UNBUFFERED; kind++) add_root((char*) &current_ports + (kind * sizeof(object)));
	add_root(&file_ports);
	add_root(&standard_input);
	add_root(&standard_output);
	add_root(&standard_error);
}
