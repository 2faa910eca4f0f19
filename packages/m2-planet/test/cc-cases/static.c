static int a;
