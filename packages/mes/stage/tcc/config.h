/* What TinyCC's configure would have written, for one target and one folder: everything is found below the library folder,
   {B}, which -B names. */
#define TCC_VERSION "0.9.27"
#define CONFIG_TCCDIR "/lib/tcc"
#define CONFIG_TCC_CRTPREFIX "{B}"
#define CONFIG_TCC_LIBPATHS "{B}"
#define CONFIG_TCC_SYSINCLUDEPATHS "{B}/include"
#define CONFIG_TCC_ELFINTERP "/lib/none"
#define CONFIG_TCC_STATIC 1
