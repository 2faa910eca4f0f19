/* The start and end of constructors: programs in C have none. */
