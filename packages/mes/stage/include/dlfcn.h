#ifndef _DLFCN_H
#define _DLFCN_H
/* Programs are static: every call fails, and dlerror says why. */
#define RTLD_LAZY 1
#define RTLD_NOW 2
#define RTLD_GLOBAL 256
#define RTLD_DEFAULT ((void *)0)
void *dlopen(const char *name, int mode);
void *dlsym(void *library, const char *name);
int dlclose(void *library);
char *dlerror(void);
#endif
