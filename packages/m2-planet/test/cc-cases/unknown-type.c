number a;
