/* Where M2-Planet looks for the files of #include. */

struct name_list* include_paths;    /* -I, each with a slash at its end */

/* directory and name, if there is such a file; else NULL */
char* existing(char* directory, char* name)
{
	char* path = join(directory, name, "");
	FILE* file = fopen(path, "r");
	if (NULL == file) return NULL;
	fclose(file);
	return path;
}

/* The part of a path up to its last slash */
char* directory_of(char* path)
{
	char* s = join(path, "", "");
	int n = length(s);
	while (n > 0) {
		if ('/' == s[n - 1]) return s;
		n = n - 1;
		s[n] = 0;
	}
	return s;
}

/* "name" is looked for beside the including file, then like <name>: in each -I directory, then in ./M2libc */
char* find_include(char* name, int is_library)
{
	struct name_list* p;
	char* path = NULL;
	if (!is_library) path = existing(directory_of(source->file), name);
	for (p = include_paths; (NULL != p) && (NULL == path); p = p->next) path = existing(p->name, name);
	if (NULL == path) path = existing("./M2libc/", name);
	return path;
}
