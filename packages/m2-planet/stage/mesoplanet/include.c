/* Where M2-Mesoplanet looks for the files of #include. Each name is read once. */

char* library_path;                 /* $M2LIBC_PATH, with a slash at its end */
struct name_list* include_paths;    /* -I, each with a slash at its end */
struct name_list* included;         /* the names so far */
int is_uefi;                        /* the program is for a firmware, not for Linux */
int uses_stdio;                     /* stdio.h is among them: the program needs the full library */

/* directory and name, if there is such a file; else NULL */
char* existing(char* directory, char* name)
{
	char* path = join(directory, name, "");
	if (access(path, 0) < 0) return NULL;
	return path;
}

/* The part of a path up to its last slash */
char* directory_of(char* path)
{
	char* s = strdup(path);
	char* slash = strrchr(s, '/');
	if (NULL == slash) return "";
	slash[1] = 0;
	return s;
}

int is_in_list(struct name_list* list, char* name)
{
	while (NULL != list) {
		if (match(list->name, name)) return TRUE;
		list = list->next;
	}
	return FALSE;
}

/* "name" is looked for in the working directory, then beside the including file; both kinds in the -I directories, then
 * in the library. gcc_req.h is for other compilers, files with uefi in their path for other systems: "" skips them. */
char* find_include(char* name, int is_library)
{
	struct name_list* p;
	char* path = NULL;
	if (is_in_list(included, name)) return "";
	included = add_name(included, name);
	if (NULL != strstr(name, "gcc_req.h")) return "";
	if ((NULL != strstr(name, "uefi")) & (!is_uefi)) return "";
	if (0 == strcmp(name, "stdio.h")) uses_stdio = TRUE;
	if (!is_library) {
		path = existing("", name);
		if (NULL == path) path = existing(directory_of(source->file), name);
	}
	for (p = include_paths; (NULL != p) & (NULL == path); p = p->next) path = existing(p->name, name);
	if (0 == strncmp(name, "M2libc/", 7)) name = name + 7;
	if (NULL == path) path = existing(library_path, name);
	return path;
}
