unsigned int a;
