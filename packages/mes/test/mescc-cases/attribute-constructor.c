__attribute__((constructor)) static void start(void) {}
