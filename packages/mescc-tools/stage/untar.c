/* untar.c : untar -f TAR [-v] [--non-strict]    unpacks into the working directory, and nowhere else.
 *
 *   archive := { header data } two zero blocks          in blocks of 512 bytes
 *   header  := name(100) mode(8) uid(8) gid(8) size(12) mtime(12) checksum(8) type(1) link(100)
 *              "ustar"(6) version(2) user(32) group(32) major(8) minor(8) prefix(155)     numbers in octal
 *
 * Known entries: files, directories, symbolic and hard links (a hard link becomes a copy); long names
 * of GNU tar (L, K) and of pax (x: path, linkpath, size).
 */
#include "text.c"
#include "output.c"
#include "input.c"
#include "options.c"
#include "hash.c"

enum { BLOCK = 512, SIZE_FIELD = 12, MAGIC_LENGTH = 5, LONGEST_EXTENSION = 1048576 };
enum { NAME_AT = 0, MODE_AT = 100, SIZE_AT = 124, SUM_AT = 148, TYPE_AT = 156, LINK_AT = 157, MAGIC_AT = 257, PREFIX_AT = 345 };

int is_strict;
int is_verbose;
char* header;

/* Reports what cannot be unpacked. With --non-strict the rest still is. */
void bad_entry(char* name, char* problem)
{
	if(is_strict) fail(name, problem, "");
	warn(name, problem, "");
}

/* ---- Fields ---- */

/* Text of at most `size` bytes, ended by a 0 if it is shorter. */
char* field(int at, int size)
{
	int length = 0;
	while(length < size)
	{
		if(0 == header[at + length]) break;
		length = length + 1;
	}
	return copy_text(header + at, length);
}

/* number := blanks octal-digits (blank | 0)     or, if the first byte is 0x80, a big-endian number in the rest */
int number_field(int at, int size)
{
	int end = at + size;
	int value = 0;
	int is_binary = 0x80 == (header[at] & 0xFF);
	if(is_binary)
	{
		for(at = at + 1; at < end; at = at + 1)
		{
			if(value > 0x7FFFFF) fail(input_name, " has an entry of 2 GiB or more", "");
			value = (value << 8) | (header[at] & 0xFF);
		}
		return value;
	}
	while(is_blank(header[at]) & (at < (end - 1))) at = at + 1;
	while(at < end)
	{
		if((header[at] == ' ') | (header[at] == 0)) break;
		if((header[at] < '0') | (header[at] > '7')) fail(input_name, " is not a tar archive, or damaged: a number with wrong digits", "");
		if(value > 0xFFFFFFF) fail(input_name, " has an entry of 2 GiB or more", "");
		value = (value << 3) | (header[at] - '0');
		at = at + 1;
	}
	return value;
}

/* The sum of all bytes of the header, its own field counted as blanks. */
void check_sum(void)
{
	int sum = 0;
	int i;
	for(i = 0; i < BLOCK; i = i + 1)
	{
		if((i >= SUM_AT) & (i < (SUM_AT + 8))) sum = sum + ' ';
		else sum = sum + (header[i] & 0xFF);
	}
	if(sum != number_field(SUM_AT, 8)) fail(input_name, " is not a tar archive, or damaged: the check sum of a header is wrong", "");
}

/* ---- Paths ---- */

/* path := { [ "." | name ] "/" } [ "." | name ]
 * Returns it without empty and "." parts, or 0 if it leads out: it begins with "/" or has a part "..". */
char* inner_path(char* path)
{
	char* result = allocate(strlen(path) + 2);
	int used = 0;
	int length;
	char* part = path;
	if('/' == path[0]) return 0;
	while(0 != part[0])
	{
		length = 0;
		while(('/' != part[length]) & (0 != part[length])) length = length + 1;
		if(2 == length) if(0 == strncmp(part, "..", 2)) return 0;
		if((length > 0) & !((1 == length) & ('.' == part[0])))
		{
			if(used > 0) result[used] = '/';
			if(used > 0) used = used + 1;
			memcpy(result + used, part, length);
			used = used + length;
		}
		part = part + length;
		if('/' == part[0]) part = part + 1;
	}
	result[used] = 0;
	return result;
}

/* Symbolic links of this archive are names with known = 1, and their target as output. Nothing is
 * ever unpacked through one: whatever it points at may lie outside. */
int leads_through_link(char* path)
{
	struct name* n;
	char* p;
	for(p = path; 0 != p[0]; p = p + 1)
	{
		if('/' == p[0])
		{
			n = find_name(path, p - path);
			if(0 != n) if(n->known) return 1;
		}
	}
	return 0;
}

/* What is at `path` from now on: a link to `target`, or something else if that is 0. */
void remember_link(char* path, char* target)
{
	struct name* n = name_of(path, strlen(path));
	n->known = (0 != target);
	n->output = target;
}

void make_parents(char* path)
{
	char* p;
	for(p = path; 0 != p[0]; p = p + 1)
	{
		if('/' == p[0]) mkdir(copy_text(path, p - path), 0755);
	}
}

/* The path for an entry, with its place free and its directory there; 0 if it must not be unpacked. */
char* make_room(char* name)
{
	char* path = inner_path(name);
	if(0 == path)
	{
		bad_entry(name, " leads out of the working directory");
		return 0;
	}
	if(leads_through_link(path))
	{
		bad_entry(name, " leads through a symbolic link of this archive");
		return 0;
	}
	if(0 == path[0]) return 0;
	return path;
}

/* ---- Entries ---- */

char* entry_name;        /* long names from an extension, for the next entry; else 0 */
char* entry_link;
int entry_size;          /* a size from an extension, or -1 */

void skip_data(int size)
{
	while(size > 0)
	{
		get_byte();
		size = size - 1;
	}
}

void skip_padding(int size)
{
	skip_data((0 - size) & (BLOCK - 1));
}

/* The data of an extension entry, as text. */
char* read_data(int size)
{
	char* text;
	int i;
	if(size > LONGEST_EXTENSION) fail(input_name, " is damaged: a name of over a million characters", "");
	text = allocate(size + 1);
	for(i = 0; i < size; i = i + 1) text[i] = get_byte();
	text[size] = 0;
	skip_padding(size);
	return text;
}

int parse_decimal(char* p)
{
	int value = 0;
	while((p[0] >= '0') & (p[0] <= '9'))
	{
		if(value > 200000000) fail(input_name, " has an entry of 2 GiB or more", "");
		value = (value * 10) + (p[0] - '0');
		p = p + 1;
	}
	return value;
}

/* pax := { length " " key "=" value newline }     length counts the whole record */
void take_pax(char* p, int size)
{
	char* end = p + size;
	char* key;
	char* value;
	int length;
	while(p < end)
	{
		length = parse_decimal(p);
		key = strchr(p, ' ');
		value = strchr(p, '=');
		if((0 == key) | (0 == value) | (length < 5) | (length > (end - p))) fail(input_name, " is damaged: a wrong pax record", "");
		if((value < key) | (value >= (p + length))) fail(input_name, " is damaged: a wrong pax record", "");
		key = copy_text(key + 1, value - (key + 1));
		value = copy_text(value + 1, (p + length) - (value + 2));
		if(same(key, "path")) entry_name = value;
		else if(same(key, "linkpath")) entry_link = value;
		else if(same(key, "size")) entry_size = parse_decimal(value);
		p = p + length;
	}
}

void unpack_file(char* path, int mode, int size)
{
	make_parents(path);
	unlink(path);            /* whatever is there is replaced, not written through */
	remember_link(path, 0);
	output_open(path, mode & 0777);
	unfinished_name = path;
	unfinished_output = 1;
	copy_bytes(size);
	output_close();
	skip_padding(size);
}

void unpack_directory(char* path, int mode)
{
	make_parents(path);
	if(mkdir(path, (mode & 0777) | 0700) == 0) return;
	if(0 != access(join(path, "/.", ""), 0)) fail("cannot make directory ", path, "");
}

void unpack_symbolic_link(char* path, char* target)
{
	make_parents(path);
	unlink(path);
	if(symlink(target, path) != 0) fail("cannot make symbolic link ", path, "");
	remember_link(path, target);
}

/* A copy of what the other name is, since that is unpacked already: the same link, or the same content. */
void unpack_hard_link(char* path, int mode, char* target)
{
	struct source* s;
	struct name* n;
	char* from = make_room(target);
	if(0 == from) return;
	n = find_name(from, strlen(from));
	if(0 != n) if(n->known)
	{
		unpack_symbolic_link(path, n->output);
		return;
	}
	s = read_source(from);
	make_parents(path);
	unlink(path);
	remember_link(path, 0);
	output_open(path, mode & 0777);
	put_block(s->text, s->end - s->text);
	output_close();
	free(s->text);
}

void unpack(char* name, int type, int size)
{
	char* path = make_room(name);
	int mode = number_field(MODE_AT, 8);
	char* target = entry_link;
	int is_file = ('0' == type) | (0 == type) | ('7' == type);
	if(0 == target) target = field(LINK_AT, 100);
	if(is_verbose) fputs(join(name, "\n", ""), stdout);
	if((0 != path) & is_file)
	{
		unpack_file(path, mode, size);
		return;
	}
	if('1' != type) skip_data(size);
	if('1' != type) skip_padding(size);
	if(0 == path) return;
	if('5' == type) unpack_directory(path, mode);
	else if('2' == type) unpack_symbolic_link(path, target);
	else if('1' == type) unpack_hard_link(path, mode, target);
	else bad_entry(name, " is neither file, directory nor link");
}

/* The name in the header: with the prefix that only ustar has in front. */
char* header_name(void)
{
	char* name = field(NAME_AT, 100);
	char* prefix;
	if(0 != memcmp(header + MAGIC_AT, "ustar", MAGIC_LENGTH + 1)) return name;
	prefix = field(PREFIX_AT, 155);
	if(0 == prefix[0]) return name;
	return join(prefix, "/", name);
}

void entry(void)
{
	int type = header[TYPE_AT];
	int size = number_field(SIZE_AT, SIZE_FIELD);
	if('L' == type) entry_name = read_data(size);
	else if('K' == type) entry_link = read_data(size);
	else if('x' == type) take_pax(read_data(size), size);
	else if('g' == type) read_data(size);          /* comments for all entries */
	else
	{
		if(entry_size >= 0) size = entry_size;
		if(0 == entry_name) entry_name = header_name();
		if(0 == entry_name[0]) fail(input_name, " is damaged: an entry without a name", "");
		/* Old archives know a directory only by its last character. */
		if((0 == type) | ('0' == type)) if('/' == entry_name[strlen(entry_name) - 1]) type = '5';
		unpack(entry_name, type, size);
		entry_name = 0;
		entry_link = 0;
		entry_size = 0 - 1;
	}
}

/* Reads a header block. Is it one, and not the zero block that ends the archive? */
int read_header(void)
{
	int any = 0;
	int i;
	if(!input_more())
	{
		bad_entry(input_name, " ends without the zero blocks of a complete archive");
		return 0;
	}
	for(i = 0; i < BLOCK; i = i + 1)
	{
		header[i] = get_byte();
		any = any | header[i];
	}
	return 0 != any;
}

int main(int argc, char** argv)
{
	char* archive = 0;
	options_begin("untar", argc, argv);
	is_strict = 1;
	while(argument < argument_count)
	{
		common_options(" 1.0.0 (fullsource)", " -f TAR [-v] [--non-strict]: unpacks a tar archive into the working directory\n"
			"  -v, --verbose      list the entries\n"
			"      --non-strict   leave out entries that cannot be unpacked here");
		if(option("-f", "--file")) archive = option_value();
		else if(option("-v", "--verbose")) is_verbose = 1;
		else if(option("--non-strict", "--non-strict")) is_strict = 0;
		else unknown_option();
	}
	if(0 == archive) fail("no input: -f TAR", "", "");
	input_open(archive);
	header = allocate(BLOCK);
	entry_size = 0 - 1;
	while(read_header())
	{
		check_sum();
		entry();
	}
	return 0;
}
