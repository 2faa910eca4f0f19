double d = 1.5e;
