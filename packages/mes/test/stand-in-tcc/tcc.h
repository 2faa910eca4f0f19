#define VERSION_CHECK "a stand-in"
