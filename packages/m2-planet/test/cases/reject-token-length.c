int abcdefghij;
