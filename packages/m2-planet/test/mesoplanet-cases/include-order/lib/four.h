int four_library;
